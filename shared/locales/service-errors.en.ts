import type { ErrorCode, ErrorSentences } from '../errors.ts'

export const kept = 'Everything already on this laptop is kept.'
export const notSaved = 'Nothing was saved.'

/** Failures between this laptop and ClassMarker, and with keys and accounts. */
export const serviceErrors = {
  'api/auth-failed': {
    what: 'ClassMarker did not accept this API key with this secret.',
    data: kept,
    todo: 'Copy the secret again from My Account › API / Webhooks at ClassMarker; it belongs to one key only.',
  },
  'api/no-such-key': {
    what: 'ClassMarker does not know this API key.',
    data: kept,
    todo: 'Copy the key again from My Account › API / Webhooks at ClassMarker.',
  },
  'api/key-inactive': {
    what: 'This API key is switched off at ClassMarker, or outside its start and end dates.',
    data: kept,
    todo: 'Ask the person who manages your ClassMarker account to activate the key, then try again.',
  },
  'api/no-permission': {
    what: 'This API key may not see one of the groups or links.',
    data: kept,
    todo: 'Give the key access to all groups and links it should fetch, in its settings at ClassMarker.',
  },
  'api/not-upgraded': {
    what: 'This ClassMarker account has no API access.',
    data: kept,
    todo: 'Upgrade the account at ClassMarker, then try again.',
  },
  'api/clock': {
    what: 'This computer’s clock is more than five minutes wrong, so ClassMarker refused the signature.',
    data: kept,
    todo: 'Set the date and time to automatic in the system settings, then try again.',
  },
  'api/rate-limited': {
    what: 'ClassMarker allows 30 requests an hour, and they are used up.',
    data: 'What arrived so far is kept.',
    todo: 'Sync again at {{nextRequestAfter}}.',
  },
  'api/too-early': {
    what: 'ClassMarker no longer hands out results as old as the ones asked for.',
    data: kept,
    todo: 'Ask ClassMarker’s support for a seven-day window to download all results, then sync.',
  },
  'api/maintenance': {
    what: 'ClassMarker is down for maintenance.',
    data: kept,
    todo: 'Try again later; classmarker.com/msg says more.',
  },
  'api/internal': {
    what: 'ClassMarker had an internal error ({{apiCode}}).',
    data: kept,
    todo: 'Try again later. If it stays, tell ClassMarker’s support this code.',
  },
  'api/bad-request': {
    what: 'ClassMarker refused the request as wrong ({{apiCode}}).',
    data: kept,
    todo: 'Check for a newer version of Gradekeep; this one may be too old for ClassMarker.',
  },
  'api/rejected': {
    what: 'ClassMarker refused the request: {{apiCode}}.',
    data: kept,
    todo: 'Try again later. If it stays, ask ClassMarker’s support about this code.',
  },
  'api/not-understood': {
    what: 'ClassMarker’s answer has a form this version of Gradekeep does not know.',
    data: kept,
    todo: 'Try again later, and check for a newer version of Gradekeep.',
  },
  'api/incomplete-answer': {
    what: 'ClassMarker’s answer does not match its own count, so some results may be missing.',
    data: 'What arrived is kept. The range in doubt is not called complete; Activity › Gaps names it.',
    todo: 'Sync again: it is then asked for anew. If it stays, tell ClassMarker’s support.',
  },
  'network/offline': {
    what: 'ClassMarker cannot be reached: there is no internet connection, or it is blocked.',
    data: kept,
    todo: 'Everything but syncing works offline. Connect to the internet, then try again.',
  },
  'network/timeout': {
    what: 'ClassMarker did not answer in time.',
    data: kept,
    todo: 'Try again; a slow network may need a second attempt.',
  },
  'network/interrupted': {
    what: 'The connection to ClassMarker broke off.',
    data: kept,
    todo: 'Try again; it goes on where it stopped.',
  },
  'network/captive-portal': {
    what: 'A web page answered instead of ClassMarker, as the sign-in page of a Wi-Fi network does.',
    data: kept,
    todo: 'Open a browser, sign in to the Wi-Fi, then try again.',
  },
  'network/redirected': {
    what: 'The network sent the request on to another address, and Gradekeep refused to follow with your key.',
    data: kept,
    todo: 'Sign in to the Wi-Fi in a browser, or use another network, then try again.',
  },
  'network/cut-off': {
    what: 'ClassMarker’s answer arrived incomplete.',
    data: kept,
    todo: 'Try again; it goes on where it stopped.',
  },
  'network/not-json': {
    what: 'Something other than ClassMarker’s API answered.',
    data: kept,
    todo: 'Check the network (a proxy or filter may stand between), then try again.',
  },
  'network/too-large': {
    what: 'The answer was far larger than ClassMarker’s answers are, so it was refused.',
    data: kept,
    todo: 'Try again on another network.',
  },
  'network/server-error': {
    what: 'ClassMarker’s server answered with error {{status}}.',
    data: kept,
    todo: 'Try again later.',
  },
  'network/untrusted-certificate': {
    what: 'Your network inspects encrypted traffic, or something else answered for ClassMarker: this computer does not trust the certificate it got.',
    data: `Key and signature were not sent. ${kept}`,
    todo: 'Check this computer’s date and time; else ask whoever runs the network to install its certificate on this computer, then try again.',
  },
  'network/proxy-refused': {
    what: 'The proxy of this network did not let the connection to ClassMarker through.',
    data: `Key and signature were not sent. ${kept}`,
    todo: 'Ask whoever runs the network to allow api.classmarker.com without a password, then try again. The command line also takes the proxy’s user name and password from HTTPS_PROXY (http://NAME:PASSWORD@HOST:PORT).',
  },
  'network/proxy-unreachable': {
    what: 'The proxy that this computer is set to use cannot be reached.',
    data: kept,
    todo: 'Everything but syncing works offline. Connect to the network the proxy is in, or take it out of the settings (HTTPS_PROXY on the command line), then try again.',
  },
  'network/proxy-address': {
    what: 'HTTPS_PROXY is not the address of a proxy.',
    data: `Nothing was sent. ${kept}`,
    todo: 'Set it to http://HOST:PORT, or take it away, then try again.',
  },
  'network/proxy-script': {
    what: 'ClassMarker cannot be reached: this computer finds its proxy by a script, which the command line cannot run.',
    data: `Nothing was sent. ${kept}`,
    todo: 'Sync in the window, or set HTTPS_PROXY to the proxy’s address (http://HOST:PORT), then try again.',
  },
  'keychain/unavailable': {
    what: 'This computer has no keychain that Gradekeep can use.',
    data: 'The API secret is kept in memory until you quit, and never written down. Your results are not affected.',
    todo: 'On Linux, install and unlock gnome-keyring or KWallet to keep the secret.',
  },
  'keychain/locked': {
    what: 'The keychain is locked.',
    data: kept,
    todo: 'Unlock the keychain, then try again.',
  },
  'keychain/failed': {
    what: 'The keychain did not answer as it should.',
    data: kept,
    todo: 'Unlock or restart the keychain, then try again.',
  },
  'keychain/missing': {
    what: 'The API secret of this account is no longer on this computer.',
    data: kept,
    todo: 'Enter the secret again to go on syncing.',
  },
  'keychain/whose': {
    what: 'GRADEKEEP_API_SECRET does not say which of several accounts it is the secret of.',
    data: `It was sent nowhere. ${kept}`,
    todo: 'Name the account with --account ID, or enter its secret in the window.',
  },
  'account/exists': {
    what: 'This account is already connected, as “{{name}}”.',
    data: kept,
    todo: 'Use the account that is there, or connect another one.',
  },
  'account/same': {
    what: 'This key belongs to the ClassMarker account that is here already as “{{name}}”.',
    data: notSaved,
    todo: 'Use the key for that account, or keep a separate one.',
  },
  'account/not-found': {
    what: 'There is no such account on this laptop.',
    data: kept,
    todo: 'Connect a ClassMarker account, or choose one that is there.',
  },
  'account/incomplete': {
    what: 'An account needs its sign-in: at ClassMarker the API key and the API secret, at a learning platform e-mail and password, or an access token.',
    data: notSaved,
    todo: 'Fill in what is missing (ClassMarker’s key is at My Account › API / Webhooks), then try again.',
  },
  'account/other-service': {
    what: 'This account is at another service, which does not have that.',
    data: kept,
    todo: 'Choose an account of the service that has it: ClassMarker has access codes and questions, a learning platform has assessments.',
  },
  'sync/busy': {
    what: 'Gradekeep is fetching or sending at this moment, here or in another copy.',
    data: kept,
    todo: 'Wait until it is done, then try again.',
  },
  'bank/values-refused': {
    what: 'ClassMarker refused what this question or category says, and does not tell which part of it.',
    data: 'It was not changed at ClassMarker. What you wrote is kept on this laptop.',
    todo: 'Look at its wording, options, right answer, points and category, change what may be wrong, then send it again.',
  },
  'bank/type-read-only': {
    what: 'ClassMarker’s API neither creates nor changes questions of this type.',
    data: 'It was not changed at ClassMarker. What you wrote is kept on this laptop.',
    todo: 'Change it on ClassMarker’s own page, then read the questions again.',
  },
  'bank/not-there': {
    what: 'ClassMarker does not have this question or category any more.',
    data: 'Nothing was changed there. What you wrote is kept on this laptop.',
    todo: 'Read the questions again to see what is there now; duplicate the question to create it anew.',
  },
  'bank/changed-there': {
    what: 'Somebody renamed or moved this category on ClassMarker’s own page since it was changed here.',
    data: 'It stays there as it is now. What you wrote is kept on this laptop.',
    todo: 'Send it again to replace what is there, or take your change back.',
  },
  'bank/name-taken': {
    what: 'ClassMarker has a category of this name in this place already.',
    data: 'Nothing was changed there. What you wrote is kept on this laptop.',
    todo: 'Give it another name, or use the one that is there.',
  },
  'bank/refused': {
    what: 'ClassMarker refused this question or category.',
    data: 'It was not changed at ClassMarker. What you wrote is kept on this laptop.',
    todo: 'Look at it on ClassMarker’s own page, then send it again.',
  },
  'bank/no-room': {
    what: 'The questions have used their part of the 30 requests an hour; the rest is left for fetching results.',
    data: 'What was read or sent so far is kept, and what waits stays in its order.',
    todo: 'It can go on at {{nextRequestAfter}}.',
  },
  'gap/not-found': {
    what: 'This range is not missing any more.',
    data: 'Nothing was changed.',
    todo: 'Look at Activity › Gaps as it is now.',
  },
  'usage/no-phrase': {
    what: 'A receiver that other computers can reach needs a signing phrase: without one, anybody could send it results.',
    data: 'The receiver was not started; your results are not affected.',
    todo: 'Name a source that has one with --source, set GRADEKEEP_WEBHOOK_SECRET, or leave --host out.',
  },
  'usage/no-such-host': {
    what: '“{{host}}” is no address of this computer.',
    data: 'The receiver was not started; your results are not affected.',
    todo: 'Name one with --host, or leave it out for 127.0.0.1.',
  },
  'receiver/port-taken': {
    what: 'Port {{port}} is used by another program, or not free to use.',
    data: 'The receiver was not started; your results are not affected.',
    todo: 'Choose another with --port, or leave it out for a free one.',
  },
  'webhook-source/not-found': {
    what: 'There is no such webhook source here.',
    data: 'Nothing was changed; your results are not affected.',
    todo: 'Look at the sources as they are now with `gradekeep sources list`.',
  },
  'webhook-source/exists': {
    what: 'There is a webhook source “{{name}}” already.',
    data: 'Nothing was changed.',
    todo: 'Choose another name.',
  },
  'webhook-source/no-phrase': {
    what: 'The signing phrase of the webhook source “{{name}}” is not on this computer.',
    data: kept,
    todo: 'Enter it again with `gradekeep sources phrase`, or set GRADEKEEP_WEBHOOK_SECRET for this run.',
  },
  'simulator/port-taken': {
    what: 'Port {{port}} is used by another program.',
    data: 'The simulator was not started; your results are not affected.',
    todo: 'Choose another with --port, or leave it out for a free one.',
  },
} as const satisfies Partial<Readonly<Record<ErrorCode, ErrorSentences>>>
