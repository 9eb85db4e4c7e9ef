export { testFinds } from './find.ts'
export { TestsScreen } from './TestsScreen.tsx'
export { useTestCount } from './tests.ts'
