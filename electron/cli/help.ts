/** What `gradekeep --help` says. */
export const help = `Gradekeep keeps your ClassMarker results on this computer.

Usage: gradekeep COMMAND [options]

  connect --key KEY [--name NAME] [--signature auto|sha256|md5] [--separate]
      Adds a ClassMarker account. The secret is asked for without showing it, or taken from GRADEKEEP_API_SECRET.
      A second key of an account that is here takes the place of the first, and the results stay; --separate keeps both.
  sync [--wait] [--recheck]
      Fetches what is new. --wait waits out ClassMarker's limit of 30 requests an hour and goes on.
      --recheck reads again what still needs grading and the last seven days, for scores that changed.
  results [filters] [--sort FIELD[:asc|desc]] [--limit N] [--offset N]
      Lists results.
  export FILE.xlsx|FILE.csv [filters] [--policy best|first|last|average] [--identity names|pseudonyms]
      Writes results to a workbook or a CSV file.
  certificates [QUERY]
      Finds certificates by any part of a serial, or by words of a name, an e-mail address or a test.
  codes list LIST_ID
  codes add LIST_ID [CODE…] [--file FILE [--column NAME] [--sheet NAME] [--encoding NAME]]
  codes remove LIST_ID [CODE…] [--file FILE …]
      Lists the access codes known here, adds codes to an access list or takes them off. FILE is text, CSV, a workbook
      (.xlsx, .xls, .ods) or - for standard input. Its codes stand below a heading such as “access code”, or are all
      there is; where column, sheet or letters would be a guess, nothing is sent and the choices are named. Codes that
      begin with a dash stand behind “--”. Offline, changes are kept and wait.
  codes push
      Sends the changes that wait.
  status
      Says what is on this computer and until when it is complete.
  simulator [--port N] [--results N] [--seed N]
      Runs a ClassMarker on this computer to try things on, until interrupted.

Filters: --test ID  --group ID  --link ID  (each may be repeated)
         --from YYYY-MM-DD  --to YYYY-MM-DD  (the end date is included)
         --min-percentage N  --max-percentage N  --passed  --failed  --needs-grading  --certificate
         --search TEXT

Everywhere: --data-dir DIR  --account ID  --json  --help  --version

Without --account, every account but the sample is meant; the sample is where it is named or alone.

Environment: GRADEKEEP_API_URL (https; http for this computer alone)
             GRADEKEEP_API_SECRET (used for this run only, never written down)
             HTTPS_PROXY, NO_PROXY (the network's proxy; http on this computer never goes through it)
             GRADEKEEP_DEBUG (not empty: says where in the program an unforeseen failure happened)

Exit status: 0 done, 1 failed, 2 wrong usage, 3 rate-limited (what arrived is kept), 4 offline
`
