import type { ImportProblemCode } from '../model/imported.ts'

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
} as const satisfies Record<ImportProblemCode, string>
