export { BackupsSection } from './BackupsSection.tsx'
export { useBackups } from './backups.ts'
export { RestoreDialog, RestoreFileDialog } from './RestoreDialogs.tsx'
export { SaveBackupDialog } from './SaveBackupDialog.tsx'
