import type { ErrorCode, ErrorSentences } from '../errors.ts'

const noFileWritten = 'No file was written; your results are not affected.'

/** Failures with workbooks, certificates, access codes and tables from outside. */
export const fileErrors = {
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
    what: 'A sheet holds at most 1,048,576 rows, and this view has {{rows, number}}.',
    data: 'No file was written; your results are not affected.',
    todo: 'Filter the view, for example by date, and export it in parts.',
  },
  'export/too-large-gradebook': {
    what: 'A sheet holds at most 1,048,576 rows and 16,384 columns. A gradebook of {{students, number}} students, {{tests, number}} tests and {{attempts, number}} attempts does not fit.',
    data: 'No file was written; your results are not affected.',
    todo: 'Choose fewer tests or students, or a shorter period, or export the gradebook as CSV, which has no such limit.',
  },
  'export/no-pseudonyms': {
    what: 'There are no pseudonyms yet, and they cannot be kept, because Gradekeep may not write to its data folder.',
    data: 'No file was written; your results are not affected.',
    todo: 'Allow writing to the data folder and export once, or export with names.',
  },
  'export/not-opened': {
    what: '“{{fileName}}” could not be opened: it was moved or deleted, or no program here opens such files.',
    data: 'Your results are not affected.',
    todo: 'Show it in its folder, or export again.',
  },
  'export/failed': {
    what: 'The file could not be written.',
    data: 'No half file was left behind; your results are not affected.',
    todo: 'Try again; if it stays, restart Gradekeep.',
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
  'class/not-found': {
    what: 'This class is no longer here.',
    data: 'Nothing was changed; your results are not affected.',
    todo: 'Look at the classes as they are now.',
  },
  'class/none-called': {
    what: 'No class is called “{{name}}”.',
    data: 'Nothing was changed.',
    todo: 'Look at the names of the classes, then try again.',
  },
  'class/none-called-so': {
    what: 'No class is called “{{name}}”.',
    data: 'Nothing was changed.',
    todo: 'Perhaps {{like}} is meant.',
  },
  'class/exists': {
    what: 'There is a class “{{name}}” already.',
    data: 'Nothing was changed.',
    todo: 'Choose another name, or change that class.',
  },
  'gradebook/not-found': {
    what: 'This gradebook is no longer here.',
    data: 'Nothing was changed; your results are not affected.',
    todo: 'Look at the gradebooks as they are now.',
  },
  'gradebook/exists': {
    what: 'There is a gradebook “{{name}}” already.',
    data: 'Nothing was changed.',
    todo: 'Choose another name, or change that gradebook.',
  },
  'gradebook/not-readable': {
    what: 'The gradebook “{{name}}” was kept by another version of Gradekeep, which knows more than this one.',
    data: 'It is unchanged; your results are not affected.',
    todo: 'Install the newest Gradekeep to open it, or make a new gradebook.',
  },
  'student/not-found': {
    what: 'There is no such student here.',
    data: 'Nothing was changed; your results are not affected.',
    todo: 'Look at the students as they are now.',
  },
  'student/not-merged': {
    what: 'This student was not merged with another.',
    data: 'Nothing was changed; your results are not affected.',
    todo: 'Look at the student as they are now.',
  },
  'note/not-found': {
    what: 'This note is no longer here.',
    data: 'Nothing was changed; your results are not affected.',
    todo: 'Look at the notes as they are now.',
  },
  'label/not-found': {
    what: 'This label is no longer here.',
    data: 'Nothing was changed; your results are not affected.',
    todo: 'Look at the labels as they are now.',
  },
  'label/exists': {
    what: 'There is a label “{{name}}” already.',
    data: 'Nothing was changed.',
    todo: 'Choose another name, or use that label.',
  },
  'link/not-found': {
    what: 'There is no such link here.',
    data: 'Nothing was changed; your results are not affected.',
    todo: 'Sync the account of the link, and look at its results as they are now.',
  },
  'extra-field/not-found': {
    what: 'No extra field has this name.',
    data: 'Nothing was changed; your results are not affected.',
    todo: 'Use a name as it stands beside the answer in the details of a result.',
  },
  'extra-field/exists': {
    what: 'Extra info {{number}} of this link is called “{{name}}” already.',
    data: 'Nothing was changed.',
    todo: 'Choose another name: two of a link’s questions cannot have the same one.',
  },
  'view/not-found': {
    what: 'This view is no longer here.',
    data: 'Nothing was changed; your results are not affected.',
    todo: 'Look at the views as they are now.',
  },
  'view/exists': {
    what: 'There is a view “{{name}}” already.',
    data: 'Nothing was changed.',
    todo: 'Choose another name, or change that view.',
  },
  'gradebook/hand-in-not-readable': {
    what: 'What was handed in last of the gradebook “{{name}}” was kept by another version of Gradekeep and cannot be read.',
    data: 'It is unchanged; your results are not affected.',
    todo: 'Install the newest Gradekeep to see what changed since, or hand the gradebook in anew.',
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
  'picture/refused-address': {
    what: 'The address of this picture leads away from ClassMarker, so it was not opened.',
    data: 'Nothing was downloaded; the question and its answers are here.',
    todo: 'Look at the question at ClassMarker itself.',
  },
  'picture/not-a-picture': {
    what: 'What arrived is no picture that can be shown.',
    data: 'The question and its answers are here.',
    todo: 'Look at the question at ClassMarker itself.',
  },
  'picture/gone': {
    what: 'ClassMarker has no picture at this address any more.',
    data: 'The question and its answers are here.',
    todo: 'Look at the question at ClassMarker itself.',
  },
  'picture/not-allowed': {
    what: 'ClassMarker shows this picture only to those who are signed in there.',
    data: 'The question and its answers are here.',
    todo: 'Look at the question at ClassMarker itself.',
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
  'question/not-found': {
    what: 'This question is no longer here.',
    data: 'Nothing was changed; your results are not affected.',
    todo: 'Look at the questions as they are now.',
  },
  'question/read-only': {
    what: 'ClassMarker’s API changes no questions of this type.',
    data: 'Nothing was changed.',
    todo: 'Change it on ClassMarker’s website, then read the questions again.',
  },
  'question/changed': {
    what: 'ClassMarker’s question was read anew and says something else now.',
    data: 'Nothing was changed: neither of the two is lost.',
    todo: 'Look at both again, then choose.',
  },
  'category/not-found': {
    what: 'There is no such category here.',
    data: 'Nothing was changed; your questions are not affected.',
    todo: 'Look at the categories as they are now.',
  },
  'category/changed': {
    what: 'ClassMarker’s category was read anew and is another one now.',
    data: 'Nothing was changed: neither of the two is lost.',
    todo: 'Look at both again, then choose.',
  },
  'category/exists': {
    what: 'There is a category “{{name}}” already.',
    data: 'Nothing was changed.',
    todo: 'Choose another name, or use that category.',
  },
  'category/not-sent': {
    what: 'The category of this question is not at ClassMarker yet.',
    data: 'Nothing was changed.',
    todo: 'Send the category first, or choose another one.',
  },
  'import/gone': {
    what: 'These files are no longer open here.',
    data: 'Nothing of them was kept.',
    todo: 'Choose or drop them again.',
  },
  'import/changed': {
    what: 'A file was changed, moved or removed after it was read here.',
    data: 'Nothing was kept.',
    todo: 'Choose or drop the files again, and look at what they hold now.',
  },
  'table/not-readable': {
    what: '“{{fileName}}” could not be read as a CSV file or a workbook.',
    data: 'Nothing was changed.',
    todo: 'Save it as .xlsx or .csv (UTF-8) and choose it again.',
  },
  'table/missing': {
    what: 'There is no file “{{fileName}}” to read.',
    data: 'Nothing was changed.',
    todo: 'Check its name and its folder, then try again.',
  },
  'table/too-large': {
    what: '“{{fileName}}” is larger than {{most, number}} MB, which no list of people or codes is.',
    data: 'Nothing was changed.',
    todo: 'Choose another file, or save only the list from it.',
  },
  'table/locked': {
    what: '“{{fileName}}” is protected with a password, so nothing in it can be read.',
    data: 'Nothing was changed.',
    todo: 'Save it without a password and choose it again.',
  },
  'table/too-many-rows': {
    what: '“{{fileName}}” has {{rows, number}} rows, and {{most, number}} can be read at once.',
    data: 'Nothing was changed.',
    todo: 'Split the file and read its parts one after the other.',
  },
  'table/empty': {
    what: 'There is nothing in “{{fileName}}”.',
    data: 'Nothing was changed.',
    todo: 'Choose another file.',
  },
  'table/only-headings': {
    what: 'In “{{fileName}}” there is nobody below the headings.',
    data: 'Nothing was changed.',
    todo: 'Choose another file, or save this one again with its rows.',
  },
  'table/unclosed-quote': {
    what: 'In “{{fileName}}” a quotation mark on line {{line}} is never closed, so it is not clear where the cells after it end.',
    data: 'Nothing was changed.',
    todo: 'Close or remove the mark on line {{line}} and read the file again.',
  },
  'questions/not-readable': {
    what: '“{{fileName}}” is no file of questions that is read here, or it is damaged.',
    data: 'Nothing was added.',
    todo: 'Save it again where it came from, as GIFT, Moodle XML, a QTI package or a workbook, and choose it again.',
  },
  'questions/unsafe': {
    what: '“{{fileName}}” would unpack to more than any questions come to, or is nested deeper.',
    data: 'Nothing was read from it, so that it cannot fill the memory.',
    todo: 'Save the questions again where they came from.',
  },
  'questions/too-many': {
    what: '“{{fileName}}” has {{rows, number}} questions, and {{most, number}} can be read at once.',
    data: 'Nothing was added.',
    todo: 'Split the file and choose its parts one after the other.',
  },
  'questions/none': {
    what: 'There is no such question here to write to a file.',
    data: 'No file was written.',
    todo: 'Read the questions from ClassMarker, or choose another category or other words to search for.',
  },
  'questions/none-written': {
    what: 'That kind of file has no place for any of these questions.',
    data: 'No file was written.',
    todo: 'Choose another kind of file; Excel and ClassMarker’s CSV hold the most types.',
  },
} as const satisfies Partial<Readonly<Record<ErrorCode, ErrorSentences>>>
