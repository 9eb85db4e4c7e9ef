import type { ErrorCode, ErrorSentences } from '../errors.ts'
import { kept, notSaved } from './service-errors.en.ts'

const unscored =
  'This attempt was not scored. The answers are kept on this laptop, and nothing is sent again by itself.'

/** For a submission whose answer was lost: it may have counted, and a second one could use up an attempt. */
const inDoubt = {
  data: 'The answers may have been handed in and scored all the same. They are kept on this laptop, and nothing is sent again by itself.',
  todo: 'Look at the learning platform whether they counted. Submit them again only where they did not: it could use up an attempt.',
}

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
  'assessments/sign-in-forbidden': {
    what: 'The learning platform did not allow this sign-in.',
    data: notSaved,
    todo: 'Sign in there in a browser: the account may be locked, or its e-mail address not confirmed yet.',
  },
  'assessments/no-attempts-left': {
    what: 'There are no attempts left: this assessment may not be submitted again.',
    data: unscored,
    todo: 'Ask whoever teaches the course to allow another attempt, then submit again.',
  },
  'assessments/already-submitted': {
    what: 'The learning platform says that this attempt was submitted already, or is under way or closed.',
    ...inDoubt,
  },
  'assessments/submission-refused': {
    what: 'The learning platform did not take this submission, and does not say why.',
    data: unscored,
    todo: 'Look at the learning platform whether an attempt is left and the assessment is open to you; else ask whoever teaches the course.',
  },
  'assessments/not-enrolled': {
    what: 'You are not enrolled in the course of this assessment, so it cannot be submitted.',
    data: unscored,
    todo: 'Ask whoever teaches the course to enrol you, then submit again.',
  },
  'assessments/time-over': {
    what: 'This assessment is not open for submissions: its time is over, or it is closed.',
    data: unscored,
    todo: 'Ask whoever teaches the course whether you may try again.',
  },
  'assessments/forbidden': {
    what: 'The learning platform does not allow this to you: it may need another role, or a place in the course.',
    data: `Nothing was changed there. ${kept}`,
    todo: 'Ask whoever runs the platform. Creating an assessment needs the role of an instructor or administrator.',
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
  'assessments/which-assessment': {
    what: 'This submission’s ID alone does not say which assessment it is of, and there are too many to look at each.',
    data: kept,
    todo: 'Say its assessment with it.',
  },
  'assessment/not-found': {
    what: 'This assessment is no longer here.',
    data: kept,
    todo: 'Open the list of assessments again.',
  },
  'assessments/no-questions': {
    what: 'The questions of this assessment are not on this laptop yet.',
    data: kept,
    todo: 'Fetch them while you are online, then try again.',
  },
  'assessments/flawed': {
    what: 'The learning platform would not accept this assessment as it is.',
    data: 'Nothing was sent. What you wrote is kept on this laptop.',
    todo: 'Put right what is marked, then publish it.',
  },
  'assessments/may-be-there': {
    what: 'This assessment may be at the learning platform already, so it cannot be changed here.',
    data: kept,
    todo: 'Let Gradekeep look for it while you are online; what cannot be told apart is asked.',
  },
  'assessments/unclear': {
    what: 'These answers may have been submitted already: the answer of the learning platform was lost.',
    data: 'They are kept on this laptop, and nothing is sent again by itself.',
    todo: 'Look at the learning platform whether they counted. Submit them again only where they did not: it could use up an attempt.',
  },
  'assessments/taken': {
    what: 'The learning platform took these answers as submission {{submission}}, but its result could not be read or kept here.',
    data: 'The answers are kept on this laptop, and nothing is sent again by itself.',
    todo: 'Fetch the submission by this ID, once there is room on this laptop. Do not submit again: it would use up another attempt.',
  },
  'assessments/submitted': {
    what: 'These answers were submitted already.',
    data: kept,
    todo: 'Look at the result. Begin another attempt to answer again.',
  },
  'assessments/erased': {
    what: 'This submission is of a learner who was erased here.',
    data: 'Nothing of it is kept on this laptop. The learning platform has it as before.',
    todo: 'Look at it there.',
  },
} as const satisfies Partial<Readonly<Record<ErrorCode, ErrorSentences>>>

const elsewhere = {
  'api/rate-limited': {
    what: '{{service}} allows no more requests for now.',
    data: 'What arrived so far is kept.',
    todo: 'Try again at {{nextRequestAfter}}.',
  },
  'api/rejected': {
    what: '{{service}} refused the request: {{apiCode}}.',
    data: kept,
    todo: 'Try again later. If it stays, ask whoever runs the learning platform about this code.',
  },
  'api/not-understood': {
    what: 'The answer of {{service}} has a form this version of Gradekeep does not know.',
    data: kept,
    todo: 'Try again later, and check for a newer version of Gradekeep.',
  },
  'network/offline': {
    what: '{{service}} cannot be reached: there is no internet connection, or it is blocked.',
    data: kept,
    todo: 'Everything but fetching and sending works offline. Connect to the internet, then try again.',
  },
  'network/timeout': {
    what: '{{service}} did not answer in time.',
    data: kept,
    todo: 'Try again; a slow network may need a second attempt.',
  },
  'network/interrupted': {
    what: 'The connection to {{service}} broke off.',
    data: kept,
    todo: 'Try again.',
  },
  'network/captive-portal': {
    what: 'A web page answered instead of {{service}}, as the sign-in page of a Wi-Fi network does.',
    data: kept,
    todo: 'Open a browser, sign in to the Wi-Fi, then try again. If it stays, check the address of the account.',
  },
  'network/redirected': {
    what: '{{service}} or the network sent the request on to another address, and Gradekeep refused to follow with your sign-in.',
    data: kept,
    todo: 'Sign in to the Wi-Fi in a browser, and check the address of the account, then try again.',
  },
  'network/cut-off': {
    what: 'The answer of {{service}} arrived incomplete.',
    data: kept,
    todo: 'Try again.',
  },
  'network/not-json': {
    what: 'Something other than a learning platform’s API answered at {{service}}.',
    data: kept,
    todo: 'Check the address and the network (a proxy or filter may stand between), then try again.',
  },
  'network/too-large': {
    what: 'The answer of {{service}} was far larger than its answers are, so it was refused.',
    data: kept,
    todo: 'Try again on another network.',
  },
  'network/server-error': {
    what: 'The server of {{service}} answered with error {{status}}.',
    data: kept,
    todo: 'Try again later.',
  },
  'network/proxy-script': {
    what: '{{service}} cannot be reached: this computer finds its proxy by a script, which the command line cannot run.',
    data: `Nothing was sent. ${kept}`,
    todo: 'Use the window instead, or set HTTPS_PROXY to the proxy’s address (http://HOST:PORT), then try again.',
  },
  'network/untrusted-certificate': {
    what: 'Your network inspects encrypted traffic, or something else answered for {{service}}: this computer does not trust the certificate it got.',
    data: `Your sign-in was not sent. ${kept}`,
    todo: 'Check this computer’s date and time; else ask whoever runs the network to install its certificate on this computer, then try again.',
  },
  'network/proxy-refused': {
    what: 'The proxy of this network did not let the connection to {{service}} through.',
    data: `Your sign-in was not sent. ${kept}`,
    todo: 'Ask whoever runs the network to allow {{service}} without a password, then try again. The command line also takes the proxy’s user name and password from HTTPS_PROXY (http://NAME:PASSWORD@HOST:PORT).',
  },
} as const satisfies Partial<Readonly<Record<ErrorCode, ErrorSentences>>>

/** Sentences that speak of ClassMarker elsewhere, for an error that names its own service. */
export const serviceSentences: ReadonlyMap<string, ErrorSentences> = new Map(Object.entries(elsewhere))

/** What to do after a submission that may have been handed in, whatever came between. */
export const submissionInDoubt = inDoubt
