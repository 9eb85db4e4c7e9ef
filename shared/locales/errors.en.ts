import type { ErrorCode, ErrorSentences } from '../errors.ts'
import { assessmentErrors } from './assessment-errors.en.ts'
import { fileErrors } from './file-errors.en.ts'
import { laptopErrors } from './laptop-errors.en.ts'
import { serviceErrors } from './service-errors.en.ts'

/** In shared/, because the window and the command line must say the same. */
export const errorSentences: Readonly<Record<ErrorCode, ErrorSentences>> = {
  ...serviceErrors,
  ...assessmentErrors,
  ...laptopErrors,
  ...fileErrors,
}
