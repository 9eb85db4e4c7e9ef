import { FileSpreadsheet } from 'lucide-react'
import { isRunning } from '../../shared/model/job.ts'
import { useCommand } from '../app/commands.ts'
import { useJobs } from '../app/jobs.ts'
import { Button } from '../ui/Button.tsx'
import { shortcutName } from '../ui/shortcuts.ts'

interface ExportButtonProps {
  readonly words: string
  /** Whether there are no rows to export; the button is then disabled. */
  readonly isEmpty: boolean
  readonly look?: 'plain' | 'primary'
  onExport(): void
}

/** Exports the list shown, by a press or by Ctrl (Cmd) and E; only one export runs at a time. */
export function ExportButton({ words, isEmpty, look = 'primary', onExport }: ExportButtonProps) {
  const isBusy = useJobs(
    ({ jobs, choosingFile }) => choosingFile || jobs.some((job) => job.kind === 'export' && isRunning(job)),
  )
  const isDisabled = isEmpty || isBusy
  useCommand('export', { words, run: onExport, isDisabled })
  return (
    <Button
      look={look}
      icon={FileSpreadsheet}
      isDisabled={isDisabled}
      aria-keyshortcuts={shortcutName('export')}
      onPress={onExport}
    >
      {words}
    </Button>
  )
}
