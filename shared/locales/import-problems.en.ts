import type { ImportProblemCode } from '../model/imported.ts'

/** A sentence with a count has a form for one and for others. */
type CountedForms<Code extends ImportProblemCode> = Code extends Counted ? `${Code}_one` | `${Code}_other` : Code
type Counted = 'csv-date-order' | 'more-problems'

/**
 * What is said of a file of results, or a part of one, that cannot be read. In shared/, because window and command line
 * must say the same.
 */
export const importProblemSentences = {
  'result-unreadable':
    'The field “{{field}}” of this result is missing or cannot be read, so the result is left out; have ClassMarker send it again, or correct the file and import it again.',
  'answers-unreadable':
    'Question {{question}} of this result cannot be read, so the result comes without its answers and those already here stay; have ClassMarker send it again.',
  'too-nested':
    'This is nested deeper than anything ClassMarker sends, so it is left out; import the file as ClassMarker gave it.',
  'unknown-status':
    'This payload is marked “{{word}}”, neither live nor a sample, so it is left out; if it is a real result, have ClassMarker send it again.',
  'csv-no-finish':
    'These results have no column “Date finished”, so they are left out; export them again from ClassMarker with that column.',
  'csv-no-test':
    'It is not said which test this row is of, so it is left out; export it again from ClassMarker with the column “Test name”.',
  'csv-cell':
    '“{{value}}” in the column “{{column}}” cannot be read, so this row is left out; correct it in the file and import it again.',
  'csv-date-order_one':
    'Nothing in this file tells the day from the month in a date such as “{{value}}”, so {{count, number}} row is left out; choose the order of day and month and import it again.',
  'csv-date-order_other':
    'Nothing in this file tells the day from the month in dates such as “{{value}}”, so {{count, number}} rows are left out; choose the order of day and month and import them again.',
  'csv-answers':
    'What stands below question {{question}} is no number of points, so this result comes without its answers and those already here stay; correct the cell and import the file again.',
  'csv-no-marks':
    'This row does not say “Points scored:” before its answers, so the result comes without them and those already here stay; export it again from ClassMarker.',
  'csv-nobody':
    'It is not certain whose points or answers these are, so this row is left out; export the file again from ClassMarker.',
  'csv-cut-off':
    'The file ends within this row, so the row is left out; export the file again from ClassMarker and import it again.',
  'csv-question-numbers':
    'The questions of this file have no numbers of ClassMarker’s own, so its results come without answers; export it again with the question column title “Actual Question ID”.',
  'signature-wrong':
    'The signature of this payload fits neither its content nor any signing phrase, so it is left out; check the phrase of its webhook, and if it is right, somebody else wrote the payload.',
  'api-error':
    'This is ClassMarker’s answer to a request that failed (“{{code}}”), so nothing is taken from it; save the answer of a request that succeeded.',
  'api-without-results':
    'This answer of ClassMarker has no list of results, so nothing is taken from it; save an answer of “recent results”.',
  'api-incomplete':
    'This answer counts other results than it has, so only those that are here are taken; save the answer again to have all.',
  'line-not-json':
    'This line is damaged or cut off, so the payload in it is left out; save the file again where it came from.',
  'line-too-long':
    'This line is longer than {{most, number}} MB, which no payload is, so it is left out; save the file again where it came from.',
  'entry-damaged':
    'This file is damaged in its archive, so nothing is taken from it; pack it again and import it again.',
  empty: 'There is nothing in this, so nothing is taken from it; choose another file.',
  missing: 'There is no such file or folder, so nothing is taken from it; check its name and choose it again.',
  'unreadable-file':
    'This file cannot be opened, so nothing is taken from it; check that you may read it and choose it again.',
  'no-file':
    'This is neither a file nor a folder of its own, so nothing is taken from it; choose the file or folder that it stands for.',
  'too-large':
    'This file is larger than {{most, number}} MB, so nothing is taken from it; export it in parts and import them one after the other.',
  'too-many-rows':
    'This file has {{rows, number}} rows and {{most, number}} can be read at once, so nothing is taken from it; split it and import its parts one after the other.',
  'unclosed-quote':
    'A quotation mark that begins here is never closed, so it is not clear where the cells after it end and nothing is taken from the file; close or remove the mark and import it again.',
  'not-json':
    'This begins like JSON and is damaged or cut off, so nothing is taken from it; save it again where it came from.',
  'not-xml':
    'This begins like XML and is damaged or cut off, so nothing is taken from it; save it again where it came from.',
  'xml-entities':
    'This XML defines words of its own, which ClassMarker’s never does and which can fill a computer’s memory, so nothing is taken from it; save ClassMarker’s answer again.',
  'not-results':
    'This is none of the files that ClassMarker’s results come in, so nothing is taken from it; choose a webhook’s payload, the results CSV or an answer of the API.',
  'other-kind':
    'This is not of the kind that was asked for ({{kind}}), so nothing is taken from it; leave the kind out, and it is found.',
  'more-problems_one':
    'This file has {{count, number}} more problem such as those before, so that place is left out or comes without its answers; correct what is said of the others and import it again.',
  'more-problems_other':
    'This file has {{count, number}} more problems such as those before, so those places are left out or come without their answers; correct what is said of the others and import it again.',
  'archive-damaged':
    'This archive is damaged or cut off, so nothing is taken from it; copy it again and import it again.',
  'archive-bomb':
    'This archive would unpack to more than any results come to, so nothing is taken from it; pack the files anew and import that archive.',
  'archive-too-many':
    'This archive has {{files, number}} files and {{most, number}} can be read at once, so nothing is taken from it; pack them into several archives.',
  'archive-encrypted':
    'This file is locked with a password, so nothing is taken from it; unpack the archive yourself and import what was in it.',
  'archive-in-archive':
    'This archive stands in an archive within another, so nothing is taken from it; unpack the outer one and import this one by itself.',
  twice:
    'This attempt also stands in {{place}}, which finished later, is graded or comes last, so that one is taken and this one is not; nothing is to be done.',
  'erased-student': 'This attempt is of a student who was erased here, so it is left out; nothing of them comes back.',
  refused:
    'The database refuses this result, so it is left out; have ClassMarker send it again, or correct the file and import it again.',
  unmatched:
    'No result here is this attempt of {{who}} at “{{test}}”, and ClassMarker’s list has no numbers to make one of, so the row is left out; sync, or import the webhook’s payload, and then import this file again.',
  'several-matches':
    'Here are {{count, number}} results that this attempt of {{who}} at “{{test}}” may be, so it is not certain whose answers these are and the row is left out; import the webhook’s payload, which has ClassMarker’s numbers.',
} as const satisfies Readonly<Record<CountedForms<ImportProblemCode>, string>>
