export { PeriodEditor } from './ChoiceEditors.tsx'
export { GradebookScreen } from './GradebookScreen.tsx'
export { useGradebook, useShownGradebook } from './gradebook.ts'
export { periodWords, statisticFigure } from './gradebook-words.ts'
