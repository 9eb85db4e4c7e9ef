import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import { accessCodes } from '../features/access-codes/words.en.ts'
import { connect, secret } from '../features/accounts/words.en.ts'
import { activity, recheck } from '../features/activity/words.en.ts'
import { assessments } from '../features/assessments/words.en.ts'
import { backups } from '../features/backups/words.en.ts'
import { certificates } from '../features/certificates/words.en.ts'
import { classes } from '../features/classes/words.en.ts'
import { find } from '../features/find/words.en.ts'
import {
  gradebook,
  gradebookChecks,
  gradebookExport,
  gradebookPrint,
  gradebookScale,
} from '../features/gradebook/words.en.ts'
import { help } from '../features/help/words.en.ts'
import { home } from '../features/home/words.en.ts'
import { imports } from '../features/imports/words.en.ts'
import { localChanges } from '../features/local-changes/words.en.ts'
import { notes } from '../features/notes/words.en.ts'
import { people } from '../features/people/words.en.ts'
import { bank } from '../features/question-bank/words.en.ts'
import { questions } from '../features/questions/words.en.ts'
import { change, detail, results } from '../features/results/words.en.ts'
import { settings } from '../features/settings/words.en.ts'
import { startLinks } from '../features/start-links/words.en.ts'
import { students } from '../features/students/words.en.ts'
import { sync } from '../features/sync/words.en.ts'
import { tables } from '../features/tables/words.en.ts'
import { tests } from '../features/tests/words.en.ts'
import { views } from '../features/views/words.en.ts'
import { welcome } from '../features/welcome/words.en.ts'
import { locale } from '../format/words.ts'
import { field, filter, grid } from '../list/words.en.ts'
import { inBoth, inCourses } from './course-words.en.ts'
import { shell } from './words.en.ts'

/** Every word of the window but the errors, which the command line shares (`shared/locales`). */
const en = {
  ...shell,
  accessCodes,
  activity,
  assessments,
  backups,
  bank,
  certificates,
  change,
  classes,
  connect,
  detail,
  field,
  filter,
  find,
  gradebook,
  gradebookChecks,
  gradebookExport,
  gradebookPrint,
  gradebookScale,
  grid,
  help,
  home,
  imports,
  localChanges,
  notes,
  people,
  questions,
  recheck,
  results,
  secret,
  settings,
  startLinks,
  students,
  sync,
  tables,
  tests,
  views,
  welcome,
}

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'app'
    resources: { app: typeof en }
  }
}

// Synchronous, so that stores may speak before the first render. React escapes text itself.
i18next.use(initReactI18next).init({
  lng: locale,
  fallbackLng: 'en',
  defaultNS: 'app',
  resources: { en: { app: en, courses: inCourses, both: inBoth } },
  // A vocabulary says only what it says otherwise.
  fallbackNS: 'app',
  initAsync: false,
  interpolation: { escapeValue: false },
})
