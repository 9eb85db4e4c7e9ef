export { TestsScreen } from './TestsScreen.tsx'
export { useTestCount } from './tests.ts'
