export { GradebookScreen } from './GradebookScreen.tsx'
export { useGradebook, useShownGradebook } from './gradebook.ts'
