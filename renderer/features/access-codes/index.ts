export { AccessCodesScreen } from './AccessCodesScreen.tsx'
