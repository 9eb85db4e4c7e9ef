export { studentFinds } from './find.ts'
export { StudentsScreen } from './StudentsScreen.tsx'
export { useListedStudents } from './students.ts'
