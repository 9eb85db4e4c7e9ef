import { FileDown } from 'lucide-react'
import { useEffect, useState } from 'react'
import { say } from '../../app/feedback.ts'
import { useNavigation } from '../../app/navigation.ts'
import { t } from '../../format/words.ts'
import { dialogIsOpen } from '../../ui/keyboard.ts'
import styles from './Imports.module.css'
import { useImports } from './imports.ts'

const holdsFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false

/** Takes files that are dropped anywhere on the window, and says so while they are above it. */
export function DropTarget() {
  const [isOver, setOver] = useState(false)
  useEffect(() => {
    // Entering a part of the window comes before leaving the one around it.
    let depth = 0
    const end = () => {
      depth = 0
      setOver(false)
    }
    const enter = (event: DragEvent) => {
      if (!holdsFiles(event)) return
      event.preventDefault()
      depth += 1
      setOver(!dialogIsOpen())
    }
    const over = (event: DragEvent) => {
      if (!holdsFiles(event)) return
      event.preventDefault()
      if (event.dataTransfer !== null) event.dataTransfer.dropEffect = dialogIsOpen() ? 'none' : 'copy'
    }
    const leave = () => {
      depth -= 1
      if (depth <= 0) end()
    }
    const drop = (event: DragEvent) => {
      if (!holdsFiles(event)) return
      event.preventDefault()
      end()
      if (!dialogIsOpen()) take(Array.from(event.dataTransfer?.files ?? []))
    }
    window.addEventListener('dragenter', enter)
    window.addEventListener('dragover', over)
    window.addEventListener('dragleave', leave)
    window.addEventListener('drop', drop)
    return () => {
      window.removeEventListener('dragenter', enter)
      window.removeEventListener('dragover', over)
      window.removeEventListener('dragleave', leave)
      window.removeEventListener('drop', drop)
    }
  }, [])
  if (!isOver) return null
  return (
    <div className={styles.over} aria-hidden>
      <div className={styles.overBox}>
        <FileDown />
        <p className={styles.overTitle}>{t('imports.drop.over')}</p>
        <p>{t('imports.drop.overText')}</p>
      </div>
    </div>
  )
}

function take(files: readonly File[]): void {
  const { stage, drop } = useImports.getState()
  if (files.length === 0) return
  if (stage.at === 'importing') {
    say(t('imports.drop.busy'))
    return
  }
  useNavigation.getState().go('imports')
  void drop(files).then(() => {
    if (useImports.getState().opened === null && useImports.getState().stage.at === 'start')
      say(t('imports.drop.nothing'))
  })
}
