export { AssessmentsScreen } from './AssessmentsScreen.tsx'
export { openAssessments, useAssessmentsBadge } from './assessments.ts'
