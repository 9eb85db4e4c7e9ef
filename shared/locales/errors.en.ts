import type { ErrorCode } from '../errors.ts'

/** One failure in words: what happened, what it means for the data, what to do. `{{name}}` takes a fact from the error. */
export interface ErrorSentences {
  readonly what: string
  readonly data: string
  readonly todo: string
}

const kept = 'Everything already on this laptop is kept.'
const noFileWritten = 'No file was written; your results are not affected.'
const notSaved = 'Nothing was saved.'
const copiesUnaffected = 'Nothing was changed. The copies in the “backups” folder beside it are not affected.'
const offersCopy =
  'Close Gradekeep and open its window again: it offers the newest copy that is whole, if there is one.'
const beginAnew =
  'To begin with nothing, first move “backups” and every file whose name begins with “gradekeep.db” out of the data folder.'
const nothingSent = 'Nothing was changed, and nothing was sent.'

/** The words stand in shared/ because the window and the command line must say the same. */
export const errorSentences: Readonly<Record<ErrorCode, ErrorSentences>> = {
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
    data: 'What arrived is kept. The stretch in doubt is not called complete; Activity › Gaps names it.',
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
    todo: 'Ask whoever runs the network to allow api.classmarker.com, or put the proxy’s user name and password into HTTPS_PROXY (http://NAME:PASSWORD@HOST:PORT); then try again.',
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
  'account/exists': {
    what: 'This API key is already connected, as “{{name}}”.',
    data: kept,
    todo: 'Use the account that is there, or enter another key.',
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
    what: 'A ClassMarker account needs its API key and its API secret.',
    data: notSaved,
    todo: 'Copy both from My Account › API / Webhooks at ClassMarker, then try again.',
  },
  'store/from-the-future': {
    what: 'The results on this laptop were saved by a newer version of Gradekeep.',
    data: 'Nothing was changed, and nothing is lost.',
    todo: 'Install the newest version of Gradekeep and open it again.',
  },
  'store/damaged': {
    what: 'The file that holds the results is damaged.',
    data: copiesUnaffected,
    todo: offersCopy,
  },
  'store/empty': {
    what: 'The file that holds the results, gradekeep.db, is empty, and it was not before.',
    data: copiesUnaffected,
    todo: `${offersCopy} ${beginAnew}`,
  },
  'store/missing': {
    what: 'The file that holds the results, gradekeep.db, is missing from the data folder.',
    data: copiesUnaffected,
    todo: `Put it back, or go on from a copy. ${offersCopy} ${beginAnew}`,
  },
  'store/foreign': {
    what: 'What is called gradekeep.db in the data folder is not Gradekeep’s file of results but something else.',
    data: copiesUnaffected,
    todo: `Move it elsewhere and put the right file back, or go on from a copy. ${offersCopy}`,
  },
  'store/altered': {
    what: 'The file that holds the results is not as Gradekeep left it: {{part}}.',
    data: copiesUnaffected,
    todo: offersCopy,
  },
  'store/full': {
    what: 'The disk is full.',
    data: 'What could not be written was not marked as fetched, so nothing is lost.',
    todo: 'Free some space on the disk, then try again.',
  },
  'store/read-only': {
    what: 'Gradekeep may not write to its data folder.',
    data: kept,
    todo: 'Allow writing to the folder “{{folder}}”, then open Gradekeep again.',
  },
  'store/unreadable': {
    what: 'Gradekeep may not read its data folder.',
    data: 'Nothing was changed.',
    todo: 'Allow reading the folder “{{folder}}” and the files in it, then try again.',
  },
  'store/no-folder': {
    what: '“{{folder}}”, which should be the data folder, is a file or lies in one.',
    data: 'Nothing was changed.',
    todo: 'Move that file elsewhere, or choose another data folder.',
  },
  'store/busy': {
    what: 'Another copy of Gradekeep is using the results at this moment.',
    data: kept,
    todo: 'Wait until it is done, or close it, then try again.',
  },
  'store/failed': {
    what: 'The results could not be read or written.',
    data: 'Nothing was half written.',
    todo: 'Try again; if it stays, restart Gradekeep.',
  },
  'store/interrupted': {
    what: 'What keeps the results stopped while something was being saved, and was started again.',
    data: 'Nothing is half written and nothing saved before is lost, but the last change may be missing.',
    todo: 'Look whether the change is there. If it is not, make it again.',
  },
  'answer/gone': {
    what: 'The list was opened anew meanwhile.',
    data: 'Nothing was changed.',
    todo: 'Open the list again.',
  },
  'sync/busy': {
    what: 'Another copy of Gradekeep is syncing at this moment.',
    data: kept,
    todo: 'Wait until it is done, then try again.',
  },
  'backup/not-found': {
    what: 'This copy is no longer in the backups folder.',
    data: 'Nothing was changed.',
    todo: 'Choose another copy.',
  },
  'backup/not-a-backup': {
    what: 'This file is not a Gradekeep backup, or it is damaged.',
    data: 'Nothing was changed.',
    todo: 'Choose another file.',
  },
  'backup/wrong-passphrase': {
    what: 'The passphrase does not fit this backup, or the file was changed.',
    data: 'Nothing was changed.',
    todo: 'Type the passphrase again; check capital letters.',
  },
  'backup/unreadable': {
    what: 'This file could not be read.',
    data: 'Nothing was changed.',
    todo: 'Check that you may open it and that its disk is connected, then choose it again.',
  },
  'backup/no-space': {
    what: 'The disk has no room for what is in this backup, or for the backup itself.',
    data: 'No half file was left behind; your results are not affected.',
    todo: 'Free some space on the disk, then try again.',
  },
  'backup/not-saved': {
    what: 'The backup could not be written.',
    data: 'No half file was left behind; your results are not affected.',
    todo: 'Try again; if it stays, save it to another disk.',
  },
  'export/file-busy': {
    what: '“{{fileName}}” is open in another program, so it could not be replaced.',
    data: 'The old file is unchanged; your results are not affected.',
    todo: 'Close it in Excel, or export again under another name.',
  },
  'export/no-space': {
    what: 'The disk is full, so the file could not be finished.',
    data: 'No half file was left behind; your results are not affected.',
    todo: 'Free some space or choose another disk, then export again.',
  },
  'export/no-folder': {
    what: 'The folder for this file is not there.',
    data: noFileWritten,
    todo: 'Make the folder or choose another one, then export again.',
  },
  'export/folder-refused': {
    what: 'Gradekeep may not write into that folder.',
    data: noFileWritten,
    todo: 'Choose another folder, for example Documents.',
  },
  'export/is-folder': {
    what: '“{{fileName}}” is a folder, and a file cannot take its place.',
    data: noFileWritten,
    todo: 'Export under another name.',
  },
  'export/not-a-file': {
    what: '“{{fileName}}” is not a file that can be replaced: it is a device, a pipe, or links that lead nowhere.',
    data: noFileWritten,
    todo: 'Export under another name.',
  },
  'export/protected': {
    what: '“{{fileName}}” is write-protected, so it was not replaced.',
    data: 'The old file is unchanged; your results are not affected.',
    todo: 'Take the protection off the file, or export under another name.',
  },
  'export/name-too-long': {
    what: 'The name of the file is too long for this disk.',
    data: noFileWritten,
    todo: 'Export under a shorter name.',
  },
  'export/own-data': {
    what: 'That is the file in which Gradekeep keeps the results itself.',
    data: 'It is unchanged.',
    todo: 'Export under another name, into another folder.',
  },
  'export/too-many-rows': {
    what: 'A sheet holds at most 1,048,576 rows, and this view has {{rows}}.',
    data: 'No file was written; your results are not affected.',
    todo: 'Filter the view, for example by date, and export it in parts.',
  },
  'export/no-pseudonyms': {
    what: 'There are no pseudonyms yet, and they cannot be kept, because Gradekeep may not write to its data folder.',
    data: 'No file was written; your results are not affected.',
    todo: 'Allow writing to the data folder and export once, or export with names.',
  },
  'export/failed': {
    what: 'The file could not be written.',
    data: 'No half file was left behind; your results are not affected.',
    todo: 'Try again; if it stays, restart Gradekeep.',
  },
  'result/not-found': {
    what: 'This result is no longer on this laptop.',
    data: 'It was removed together with its account.',
    todo: 'Choose another result.',
  },
  'test/not-found': {
    what: 'There is no such test on this laptop.',
    data: 'Nothing was changed.',
    todo: 'Sync the account of the test, or choose another one.',
  },
  'gap/not-found': {
    what: 'This stretch is not missing any more.',
    data: 'Nothing was changed.',
    todo: 'Look at Activity › Gaps as it is now.',
  },
  'access-list/not-found': {
    what: 'There is no access list {{listId}} that this account’s links use.',
    data: 'Nothing was changed.',
    todo: 'Check the number at ClassMarker under Access lists, sync, then try again.',
  },
  'access-code/not-found': {
    what: 'This code is no longer on the access list.',
    data: 'Nothing was changed.',
    todo: 'Look at the codes as they are now.',
  },
  'certificate/none': {
    what: 'ClassMarker gave no address for the PDF of this certificate.',
    data: 'Its serial and its result are here.',
    todo: 'Open the result at ClassMarker to print it there.',
  },
  'certificate/not-a-pdf': {
    what: 'What arrived is not a PDF, so it was not saved.',
    data: 'The certificate’s serial and result are here; nothing was overwritten.',
    todo: 'Open the certificate at ClassMarker to see what is there, then try again.',
  },
  'certificate/refused-address': {
    what: 'The address of this certificate leads away from ClassMarker, so it was not opened.',
    data: 'Nothing was downloaded; its serial and result are here.',
    todo: 'Look the certificate up at ClassMarker itself.',
  },
  'certificate/gone': {
    what: 'ClassMarker has no PDF at the address of this certificate.',
    data: 'Its serial and its result are here.',
    todo: 'Look the certificate up at ClassMarker itself.',
  },
  'certificate/no-folder': {
    what: 'The folder for certificates is not there, or Gradekeep may not write into it.',
    data: 'What was downloaded before is kept, and the rest waits.',
    todo: 'Choose another folder, then go on.',
  },
  'certificate/no-space': {
    what: 'The disk is full, so the certificates could not all be saved.',
    data: 'No half file was left behind, and the rest waits.',
    todo: 'Free some space or choose another folder, then go on.',
  },
  'certificate/not-saved': {
    what: 'The PDF arrived and could not be saved.',
    data: 'The certificate’s serial and result are here; nothing was overwritten.',
    todo: 'Try again; if it stays, look at the disk and the other files in the folder.',
  },
  'certificate/file-missing': {
    what: 'The PDF is no longer where it was saved ({{fileName}}).',
    data: 'The certificate’s serial and result are here.',
    todo: 'Download it again, or open it at ClassMarker.',
  },
  'codes/no-such-list': {
    what: 'ClassMarker knows no access list {{listId}} that this key may change.',
    data: 'The changes are held here, and nothing of them was sent.',
    todo: 'Check at ClassMarker, under Access lists, whether the list is still there; then take the changes back or send them all the same.',
  },
  'codes/no-room': {
    what: 'An access list holds at most 20,000 codes, and this one has no room for these.',
    data: 'Nothing was changed.',
    todo: 'Remove codes that are used up, or use another list.',
  },
  'codes/too-few-combinations': {
    what: 'This pattern does not have enough different codes.',
    data: 'Nothing was changed.',
    todo: 'Make the random part longer, or use letters and digits.',
  },
  'codes/nothing-to-undo': {
    what: 'There is nothing left of this change to take back.',
    data: 'Nothing was changed.',
    todo: 'Look at the codes as they are now.',
  },
  'table/not-readable': {
    what: '“{{fileName}}” could not be read as a CSV file or a workbook.',
    data: 'Nothing was changed.',
    todo: 'Save it as .xlsx or .csv (UTF-8) and choose it again.',
  },
  'table/too-many-rows': {
    what: '“{{fileName}}” has {{rows}} rows, and {{most}} can be read at once.',
    data: 'Nothing was changed.',
    todo: 'Split the file and read its parts one after the other.',
  },
  'table/empty': {
    what: 'There is nothing in “{{fileName}}”.',
    data: 'Nothing was changed.',
    todo: 'Choose another file.',
  },
  'table/unclosed-quote': {
    what: 'In “{{fileName}}” a quotation mark on line {{line}} is never closed, so it is not clear where the cells after it end.',
    data: 'Nothing was changed.',
    todo: 'Close or remove the mark on line {{line}} and read the file again.',
  },
  'job/cancelled': {
    what: 'It was cancelled.',
    data: 'What arrived before is kept.',
    todo: 'Start again when you like.',
  },
  'job/already-running': {
    what: 'This is already running.',
    data: kept,
    todo: 'Wait until it is done.',
  },
  'ipc/invalid-input': {
    what: 'Gradekeep’s window asked for something the program does not allow.',
    data: 'Nothing was changed.',
    todo: 'Try again; if it stays, restart Gradekeep.',
  },
  'ipc/untrusted-sender': {
    what: 'A request from outside Gradekeep’s window was refused.',
    data: 'Nothing was read or changed.',
    todo: 'Restart Gradekeep.',
  },
  'simulator/port-taken': {
    what: 'Port {{port}} is used by another program.',
    data: 'The simulator was not started; your results are not affected.',
    todo: 'Choose another with --port, or leave it out for a free one.',
  },
  'usage/invalid': {
    what: '{{problem}}',
    data: notSaved,
    todo: 'Run `gradekeep --help` for the commands and their options.',
  },
  'usage/which-column': {
    what: '{{problem}} “{{fileName}}” has the columns {{columns}}.',
    data: nothingSent,
    todo: 'Name the column of the codes: --column NAME, or its letter.',
  },
  'usage/which-sheet': {
    what: 'It is not certain which sheet of “{{fileName}}” is meant. Its sheets are {{sheets}}.',
    data: nothingSent,
    todo: 'Name the sheet: --sheet NAME.',
  },
  'usage/which-encoding': {
    what: 'It is not certain which letters the bytes of “{{fileName}}” stand for. They can be read as {{encodings}}.',
    data: nothingSent,
    todo: 'Name the encoding: --encoding NAME.',
  },
  'usage/no-sheets': {
    what: '“{{fileName}}” is text and has no sheets.',
    data: nothingSent,
    todo: 'Leave --sheet out.',
  },
  'usage/api-url': {
    what: 'GRADEKEEP_API_URL is not an address that an API key can safely be sent to.',
    data: notSaved,
    todo: 'Set it to an https address (http for this computer alone), or leave it out for ClassMarker’s own.',
  },
  'output/lost': {
    what: 'The answer could not be written completely.',
    data: kept,
    todo: 'Make room where the answer goes, or choose another place, then run the command again.',
  },
  internal: {
    what: 'Something went wrong inside Gradekeep.',
    data: kept,
    todo: 'Try again; if it stays, restart Gradekeep. The log in the data folder says more.',
  },
}
