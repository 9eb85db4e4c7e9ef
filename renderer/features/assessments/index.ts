export { AssessmentsScreen } from './AssessmentsScreen.tsx'
export { openAssessments, useAssessmentsBadge } from './assessments.ts'
export { assessmentFinds } from './find.ts'
export { RejectedDialog } from './RejectedDialog.tsx'
