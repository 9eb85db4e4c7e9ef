import type { z } from 'zod'
import { accountsInputs, syncInputs } from './accounts.ts'
import { activityInputs, appInputs, settingsInputs } from './app.ts'
import { assessmentsInputs } from './assessments.ts'
import { backupsInputs } from './backups.ts'
import { bankInputs } from './bank.ts'
import { certificatesInputs } from './certificates.ts'
import { codesInputs } from './codes.ts'
import type { Contract, Group, InputOf } from './contract.ts'
import { digestInputs } from './digest.ts'
import { exportInputs, jobsInputs } from './exports.ts'
import { extraFieldsInputs } from './extra-fields.ts'
import { findInputs } from './find.ts'
import { classesInputs, gradebooksInputs, overridesInputs } from './gradebook.ts'
import { importsInputs, webhookSourcesInputs } from './imports.ts'
import { listInputs } from './lists.ts'
import { labelsInputs, notesInputs } from './notes.ts'
import { questionsInputs } from './questions.ts'
import { resultsInputs } from './results.ts'
import { localInputs, studentsInputs } from './students.ts'
import { startLinksInputs, tablesInputs } from './tables.ts'
import { testsInputs } from './tests.ts'
import { viewsInputs } from './views.ts'

type Schemas = {
  [G in Group]: {
    [C in keyof Contract[G] as Contract[G][C] extends { kind: 'invoke' } ? C : never]: z.ZodType<
      InputOf<Contract[G][C]>
    >
  }
}

/** The shape each call's input must have before its handler sees it. */
export const schemas: Schemas = {
  app: appInputs(),
  accounts: accountsInputs(),
  sync: syncInputs(),
  results: resultsInputs(),
  certificates: certificatesInputs(),
  codes: codesInputs(),
  gradebooks: gradebooksInputs(),
  classes: classesInputs(),
  overrides: overridesInputs(),
  students: studentsInputs(),
  local: localInputs(),
  notes: notesInputs(),
  labels: labelsInputs(),
  extraFields: extraFieldsInputs(),
  tests: testsInputs(),
  questions: questionsInputs(),
  bank: bankInputs(),
  assessments: assessmentsInputs(),
  views: viewsInputs(),
  find: findInputs(),
  digest: digestInputs(),
  imports: importsInputs(),
  webhookSources: webhookSourcesInputs(),
  tables: tablesInputs(),
  startLinks: startLinksInputs(),
  export: exportInputs(),
  jobs: jobsInputs(),
  activity: activityInputs(),
  backups: backupsInputs(),
  settings: settingsInputs(),
  ...listInputs(),
}
