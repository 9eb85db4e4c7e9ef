export { AttemptAnswers } from './AttemptAnswers.tsx'
export { CategoryStrengths } from './CategoryStrengths.tsx'
export { QuestionsTab } from './QuestionsTab.tsx'
