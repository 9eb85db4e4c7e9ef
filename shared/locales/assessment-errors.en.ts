import type { ErrorCode, ErrorSentences } from '../errors.ts'
import { kept, notSaved } from './service-errors.en.ts'

/** What the assessments of a learning platform may answer. */
export const assessmentErrors = {
  'api/sign-in-again': {
    what: 'The learning platform no longer accepts this account’s sign-in.',
    data: kept,
    todo: 'Sign in again with your e-mail and password, or with a new access token.',
  },
  'assessments/no-service': {
    what: 'There is no learning platform with assessments at this address.',
    data: kept,
    todo: 'Check the address: it begins with https:// and is the one you open the platform with.',
  },
  'assessments/sign-in-refused': {
    what: 'The learning platform does not know this e-mail with this password.',
    data: notSaved,
    todo: 'Check both, then try again.',
  },
  'assessments/no-attempts-left': {
    what: 'There are no attempts left: this assessment may not be submitted again.',
    data: 'Nothing was scored. The answers are kept on this laptop, and nothing is sent again by itself.',
    todo: 'Ask whoever teaches the course to allow another attempt, then submit again.',
  },
  'assessments/not-enrolled': {
    what: 'You are not enrolled in the course of this assessment, so it cannot be submitted.',
    data: 'Nothing was scored. The answers are kept on this laptop, and nothing is sent again by itself.',
    todo: 'Ask whoever teaches the course to enrol you, then submit again.',
  },
  'assessments/time-over': {
    what: 'The time for this assessment is over, so it cannot be submitted.',
    data: 'Nothing was scored. The answers are kept on this laptop, and nothing is sent again by itself.',
    todo: 'Ask whoever teaches the course whether you may try again.',
  },
  'assessments/forbidden': {
    what: 'Your role at the learning platform does not allow this.',
    data: `Nothing was changed there. ${kept}`,
    todo: 'Creating an assessment needs the role of an instructor or administrator: ask whoever runs the platform.',
  },
  'assessments/not-found': {
    what: 'The learning platform has no such assessment, course or submission.',
    data: `Nothing was changed there. ${kept}`,
    todo: 'Check the ID, and fetch the assessments again to see what is there now.',
  },
  'assessments/invalid': {
    what: 'The learning platform did not accept these values ({{fields}}).',
    data: 'Nothing was changed there. What you wrote is kept on this laptop.',
    todo: 'Put them right, then send it again.',
  },
} as const satisfies Partial<Readonly<Record<ErrorCode, ErrorSentences>>>
