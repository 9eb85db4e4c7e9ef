import { FileSpreadsheet } from 'lucide-react'
import { isRunning } from '../../shared/model/job.ts'
import { useJobs } from '../app/jobs.ts'
import { Button } from '../ui/Button.tsx'
import { shortcutName, useShortcut } from '../ui/keyboard.ts'

interface ExportButtonProps {
  readonly words: string
  /** How many rows would be exported; at 0 the button is disabled. */
  readonly count: number
  readonly look?: 'plain' | 'primary'
  onExport(): void
}

/** Exports the list shown, by a press or by Ctrl (Cmd) and E; only one export runs at a time. */
export function ExportButton({ words, count, look = 'primary', onExport }: ExportButtonProps) {
  const { jobs, choosingFile } = useJobs()
  const isDisabled = count === 0 || choosingFile || jobs.some((job) => job.kind === 'export' && isRunning(job))
  useShortcut('e', () => {
    if (!isDisabled) onExport()
  })
  return (
    <Button
      look={look}
      icon={FileSpreadsheet}
      isDisabled={isDisabled}
      aria-keyshortcuts={shortcutName('E')}
      onPress={onExport}
    >
      {words}
    </Button>
  )
}
