import { bankList, bankListInputs } from './bank.ts'
import { certificateList, certificateListInputs, renewalList, renewalListInputs } from './certificates.ts'
import { codeList, codeListInputs } from './codes.ts'
import { gradebookList, gradebookListInputs } from './gradebook.ts'
import { resultList, resultListInputs } from './results.ts'
import { studentList, studentListInputs } from './students.ts'
import { testList, testListInputs } from './tests.ts'

/** The long lists. Contract, schemas and handlers are derived from the three tables here; a list is a line in each. */
export const lists = {
  resultList,
  certificateList,
  renewalList,
  codeList,
  gradebookList,
  studentList,
  testList,
  bankList,
} as const

export type ListGroup = keyof typeof lists

/** Whether a call answers with rows, which are sent as `SentRows`. */
export const givesRows = (group: string, call: string): boolean =>
  group in lists && (call === 'open' || call === 'rows')

/** What the calls of each are sent. */
export const listInputs = () => ({
  resultList: resultListInputs(),
  certificateList: certificateListInputs(),
  renewalList: renewalListInputs(),
  codeList: codeListInputs(),
  gradebookList: gradebookListInputs(),
  testList: testListInputs(),
  studentList: studentListInputs(),
  bankList: bankListInputs(),
})

/** What the store calls each. */
export const storedLists = {
  resultList: 'results',
  certificateList: 'certificates',
  renewalList: 'renewals',
  codeList: 'codes',
  gradebookList: 'gradebook',
  testList: 'tests',
  studentList: 'students',
  bankList: 'bank',
} as const satisfies Readonly<Record<ListGroup, string>>
