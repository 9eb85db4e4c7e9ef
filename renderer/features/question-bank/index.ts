export { BankScreen } from './BankScreen.tsx'
export { openBank, useBankBadge } from './bank.ts'
export { questionFinds } from './find.ts'
export { LossesDialog } from './LossesDialog.tsx'
