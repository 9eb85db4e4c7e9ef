import type { ErrorCode, ErrorSentences } from '../errors.ts'
import { kept, notSaved } from './service-errors.en.ts'

const copiesUnaffected = 'Nothing was changed. The copies in the “backups” folder beside it are not affected.'
const offersCopy =
  'Close Gradekeep and open its window again: it offers the newest copy that is whole, if there is one.'
const beginAnew =
  'To begin with nothing, first move “backups” and every file whose name begins with “gradekeep.db” out of the data folder.'
const nothingSent = 'Nothing was changed, and nothing was sent.'

/** Failures with the database, its backups, jobs and commands. */
export const laptopErrors = {
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
  'login-start/refused': {
    what: 'The system did not let Gradekeep change whether it starts with the computer.',
    data: 'Nothing was changed; your results are not affected.',
    todo: 'Look at the programs that start with the computer in the system’s own settings, then try again.',
  },
  'print/failed': {
    what: 'The system could not print this.',
    data: 'Your results are not affected.',
    todo: 'Look whether a printer is set up and switched on, then print again.',
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
  'store/in-the-way': {
    what: '“{{fileName}}” in the data folder is a folder, and Gradekeep needs a file of that name.',
    data: 'Nothing was changed.',
    todo: 'Move it out of “{{folder}}”, then try again; Gradekeep makes such a file by itself.',
  },
  'store/busy': {
    what: 'Another copy of Gradekeep is using the results at this moment.',
    data: kept,
    todo: 'Wait until it is done, or close it, then try again.',
  },
  'store/held': {
    what: 'Another program has the file with the results open, so no other could take its place.',
    data: 'The results are as they were before.',
    todo: 'Wait until a running export is done, or a virus scanner or backup program, then try again.',
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
  'backup/no-room': {
    what: 'There is too little room on the disk for this copy: it needs {{needed}} MB, and {{free}} MB are free.',
    data: 'Nothing was changed; the copy stays as it is.',
    todo: 'Free some space on the disk with the folder “{{folder}}”, then try again.',
  },
  'backup/packed': {
    what: 'The copies are packed, and this Node.js cannot unpack them.',
    data: 'Nothing was changed.',
    todo: 'Open Gradekeep’s window instead, or use Node.js 22.15 or newer.',
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
  'usage/which-question-columns': {
    what: '{{problem}} “{{fileName}}” has the columns {{columns}}.',
    data: 'Nothing was added.',
    todo: 'Name them, as far as they are there: {{proposal}}.',
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
} as const satisfies Partial<Readonly<Record<ErrorCode, ErrorSentences>>>
