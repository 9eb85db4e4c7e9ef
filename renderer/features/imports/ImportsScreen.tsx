import { FileInput, FolderInput } from 'lucide-react'
import { useState } from 'react'
import { t } from '../../format/words.ts'
import { Button } from '../../ui/Button.tsx'
import { Screen, ScreenHead } from '../../ui/Screen.tsx'
import { ScreenTabs } from '../../ui/ScreenTabs.tsx'
import { FilesTab } from './FilesTab.tsx'
import { useImports } from './imports.ts'
import { PreviewActions } from './Preview.tsx'
import { AddSourceButton, WebhooksTab } from './WebhooksTab.tsx'

/** Files that tell of results, looked at before they are imported, and the webhooks that bring results by themselves. */
export function ImportsScreen() {
  const [tab, setTab] = useState<'files' | 'webhooks'>('files')
  const stage = useImports((state) => state.stage)
  return (
    <Screen>
      <ScreenHead title={t('imports.title')}>
        {tab === 'webhooks' ? (
          <AddSourceButton />
        ) : stage.at === 'preview' ? (
          <PreviewActions summary={stage.summary} />
        ) : (
          <ChooseButtons isDisabled={!['start', 'done', 'failed'].includes(stage.at)} />
        )}
      </ScreenHead>
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

function ChooseButtons({ isDisabled }: { readonly isDisabled: boolean }) {
  const choose = useImports((state) => state.choose)
  return (
    <>
      <Button icon={FolderInput} isDisabled={isDisabled} onPress={() => void choose('folder')}>
        {t('imports.chooseFolder')}
      </Button>
      <Button look="primary" icon={FileInput} isDisabled={isDisabled} onPress={() => void choose('files')}>
        {t('imports.chooseFiles')}
      </Button>
    </>
  )
}
