export { AccessCodesScreen } from './AccessCodesScreen.tsx'
export { codeFinds } from './find.ts'
