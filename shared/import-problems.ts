import { importProblemSentences } from './locales/import-problems.en.ts'
import type { FilePlace, FoundProblem, ImportProblem } from './model/imported.ts'
import { translator } from './translate.ts'

const sentences = translator(importProblemSentences)

/** What is wrong, what that means for the data and what to do, in one sentence. */
export const importProblemSentence = ({ code, facts }: FoundProblem): string => sentences(code, facts)

/** A problem with its place and its sentence. */
export const importProblem = ({ file, line }: FilePlace, found: FoundProblem): ImportProblem => ({
  file,
  line,
  problem: importProblemSentence(found),
})
