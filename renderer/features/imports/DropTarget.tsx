import { FileDown } from 'lucide-react'
import { useEffect, useState } from 'react'
import { api } from '../../api/client.ts'
import { useAccounts } from '../../app/accounts.ts'
import { useDropped } from '../../app/dropped.ts'
import { say } from '../../app/feedback.ts'
import { useNavigation } from '../../app/navigation.ts'
import { t } from '../../format/words.ts'
import { dialogIsOpen } from '../../ui/keyboard.ts'
import styles from './Imports.module.css'
import { decidedIn, hasDecisions, openQuestions, useImports } from './imports.ts'
import { LetGoDialog } from './LetGoDialog.tsx'

const holdsFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false

/** Takes files that are dropped anywhere on the window, and says so while they are above it. */
export function DropTarget() {
  const [isOver, setOver] = useState(false)
  const waiting = useImports((state) => state.toLetGo)
  const decided = useImports(decidedIn)
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
      if (dialogIsOpen()) return
      const files = Array.from(event.dataTransfer?.files ?? [])
      void sort(files)
    }
    // Files that were dropped where questions are read, and hold none.
    const stop = useDropped.subscribe(({ results }) => {
      if (results.length === 0) return
      useDropped.setState({ results: [] })
      askOrTake(results)
    })
    window.addEventListener('dragenter', enter)
    window.addEventListener('dragover', over)
    window.addEventListener('dragleave', leave)
    window.addEventListener('drop', drop)
    return () => {
      stop()
      window.removeEventListener('dragenter', enter)
      window.removeEventListener('dragover', over)
      window.removeEventListener('dragleave', leave)
      window.removeEventListener('drop', drop)
    }
  }, [])
  if (waiting !== null) {
    return (
      <LetGoDialog
        title={t('imports.drop.letGoTitle')}
        text={t('imports.drop.letGo', { count: decided })}
        goOn={t('imports.drop.goOn')}
        onGoOn={() => take(waiting)}
        onClose={() => useImports.setState({ toLetGo: null })}
      />
    )
  }
  if (!isOver) return null
  return (
    <div className={styles.over} aria-hidden>
      <div className={styles.overBox}>
        <FileDown />
        <p className={styles.overTitle}>{t(takesFiles() ? 'imports.drop.over' : 'imports.drop.platform')}</p>
        <p>{t(takesFiles() ? 'imports.drop.overText' : 'imports.drop.platformText')}</p>
      </div>
    </div>
  )
}

/** Whether an account is here whose files could be read; without any, one may still be connected. */
function takesFiles(): boolean {
  const { accounts } = useAccounts.getState()
  return accounts === null || accounts.length === 0 || accounts.some(({ service }) => service === 'classmarker')
}

/** Takes files to the screen that reads them: questions to theirs, where there is nothing else among them. */
async function sort(files: readonly File[]): Promise<void> {
  if (files.length === 0) return
  if (!takesFiles()) {
    say(`${t('imports.drop.platform')}. ${t('imports.drop.platformText')}`)
    return
  }
  const kinds = await api.bank.kindsOf({ paths: files as unknown as string[] }).catch(() => [])
  const questions = files.filter((_, at) => kinds[at] === 'questions')
  const others = files.filter((_, at) => kinds[at] !== 'questions')
  if (questions.length > 0 && others.length === 0) {
    openQuestions(questions)
    return
  }
  useImports.setState({ questionFiles: questions })
  askOrTake(others)
}

function askOrTake(files: readonly File[]): void {
  if (hasDecisions(useImports.getState())) useImports.setState({ toLetGo: files })
  else take(files)
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
