import { FileInput, FolderInput } from 'lucide-react'
import { type RefObject, useEffect, useRef, useState } from 'react'
import { t } from '../../format/words.ts'
import { Button } from '../../ui/Button.tsx'
import { Screen, ScreenHead } from '../../ui/Screen.tsx'
import { ScreenTabs } from '../../ui/ScreenTabs.tsx'
import { FilesTab } from './FilesTab.tsx'
import styles from './Imports.module.css'
import { openQuestions, useImports } from './imports.ts'
import { PreviewActions } from './Preview.tsx'
import { AddSourceButton, WebhooksTab } from './WebhooksTab.tsx'

/** Files that tell of results, looked at before they are imported, and the webhooks that bring results by themselves. */
export function ImportsScreen() {
  const [tab, setTab] = useState<'files' | 'webhooks'>('files')
  const stage = useImports((state) => state.stage)
  const opener = useRef<HTMLButtonElement>(null)
  const before = useRef(stage.at)
  useEffect(() => {
    const isLeft = stage.at === 'start' && before.current !== 'start'
    before.current = stage.at
    // The button that was pressed is gone with what it stood in.
    if (isLeft && document.activeElement === document.body) opener.current?.focus()
  }, [stage.at])
  return (
    <Screen>
      <ScreenHead title={t('imports.title')}>
        {tab === 'webhooks' ? (
          <AddSourceButton />
        ) : stage.at === 'preview' ? (
          <PreviewActions summary={stage.summary} />
        ) : (
          <ChooseButtons opener={opener} isDisabled={!['start', 'done', 'failed'].includes(stage.at)} />
        )}
      </ScreenHead>
      <QuestionFiles />
      <ScreenTabs
        label={t('imports.tabs.label')}
        selected={tab}
        onSelect={setTab}
        tabs={[
          { id: 'files', words: t('imports.tabs.files'), content: <FilesTab /> },
          { id: 'webhooks', words: t('imports.tabs.webhooks'), content: <WebhooksTab /> },
        ]}
      />
    </Screen>
  )
}

/** Files that were dropped with those of results, and are read elsewhere. */
function QuestionFiles() {
  const files = useImports((state) => state.questionFiles)
  if (files.length === 0) return null
  return (
    <p className={styles.questionFiles} role="status">
      {t('imports.questionFiles', { count: files.length })}
      <Button onPress={() => openQuestions(files)}>{t('imports.openQuestions')}</Button>
    </p>
  )
}

interface ChooseButtonsProps {
  /** The button that asked for the files last. */
  readonly opener: RefObject<HTMLButtonElement | null>
  readonly isDisabled: boolean
}

function ChooseButtons({ opener, isDisabled }: ChooseButtonsProps) {
  const { choose, chosenAs } = useImports()
  const refOf = (what: typeof chosenAs) => (what === chosenAs ? opener : null)
  return (
    <>
      <Button ref={refOf('folder')} icon={FolderInput} isDisabled={isDisabled} onPress={() => void choose('folder')}>
        {t('imports.chooseFolder')}
      </Button>
      <Button
        ref={refOf('files')}
        look="primary"
        icon={FileInput}
        isDisabled={isDisabled}
        onPress={() => void choose('files')}
      >
        {t('imports.chooseFiles')}
      </Button>
    </>
  )
}
