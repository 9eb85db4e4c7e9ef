export { testFinds } from './find.ts'
export { openQuestionsOf } from './page.ts'
export { TestsScreen } from './TestsScreen.tsx'
export { useTestCount } from './tests.ts'
