export { ActivityScreen } from './ActivityScreen.tsx'
export { RecheckDialog } from './RecheckDialog.tsx'
