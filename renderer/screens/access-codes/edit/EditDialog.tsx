import { useState } from 'react'
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components'
import type { CodeChange } from '../../../../shared/model/access-code.ts'
import { Button } from '../../../components/Button.tsx'
import { Dialog, DialogButtons } from '../../../components/Dialog.tsx'
import { ErrorMessage } from '../../../components/ErrorMessage.tsx'
import tabs from '../../../components/ScreenTabs.module.css'
import { listName } from '../../../format/code-words.ts'
import { t } from '../../../i18n.ts'
import { listKey, useAccessLists } from '../../../state/access-lists.ts'
import { useAccounts, zoneOf } from '../../../state/accounts.ts'
import { type OpenEdit, useCodeEdit } from '../../../state/code-edit.ts'
import { classNames } from '../../../styles/class-names.ts'
import styles from './EditDialog.module.css'
import { EditPreview } from './EditPreview.tsx'
import { FileSource } from './FileSource.tsx'
import { GenerateSource } from './GenerateSource.tsx'
import { TextSource } from './TextSource.tsx'

/** Adding, removing, or telling the full list: where the codes come from, then what that would do. */
export function EditDialog() {
  const { edit, close } = useCodeEdit()
  if (edit === null) return null
  return (
    <Dialog title={t(`accessCodes.edit.title.${edit.change}`)} wide onClose={close}>
      <Steps edit={edit} />
    </Dialog>
  )
}

function Steps({ edit }: { edit: OpenEdit }) {
  const { error, busy, look, close } = useCodeEdit()
  const zone = useAccounts((state) => zoneOf(state.accounts, edit.list.accountId))
  const list = useAccessLists((state) => state.lists?.find((one) => listKey(one) === listKey(edit.list)))
  return (
    <>
      <p className={styles.lead}>
        {list && <b>{t('accessCodes.edit.to', { list: listName(list) })}</b>}{' '}
        {edit.preview === null && t(`accessCodes.edit.lead.${edit.change}`)}
      </p>
      {error !== null && <ErrorMessage error={error} zone={zone} focus />}
      {/* What was typed stays in its fields while the preview is looked at. */}
      {!edit.given && (
        <div hidden={edit.preview !== null}>
          <Sources edit={edit} />
        </div>
      )}
      {edit.preview !== null && <EditPreview edit={edit} preview={edit.preview} />}
      {edit.given && edit.preview === null && (
        <>
          {error === null && <p>{t('accessCodes.edit.working')}</p>}
          <DialogButtons>
            <Button onPress={close}>{t('action.cancel')}</Button>
            <Button look="primary" isDisabled={busy} onPress={() => void look(edit.origin, edit.source)}>
              {t(busy ? 'accessCodes.edit.working' : 'action.tryAgain')}
            </Button>
          </DialogButtons>
        </>
      )}
    </>
  )
}

type SourceId = 'text' | 'file' | 'generated'

const sourcesOf: Readonly<Record<CodeChange, readonly SourceId[]>> = {
  add: ['text', 'file', 'generated'],
  remove: ['text', 'file'],
  'full-list': ['text', 'file'],
}

function Sources({ edit }: { edit: OpenEdit }) {
  const [source, setSource] = useState<SourceId>('text')
  const sources = sourcesOf[edit.change]
  const content = {
    text: <TextSource />,
    file: <FileSource />,
    generated: <GenerateSource />,
  }
  return (
    <Tabs
      className={tabs.tabs ?? ''}
      selectedKey={source}
      onSelectionChange={(key) => setSource(sources.find((id) => id === key) ?? 'text')}
    >
      <TabList className={classNames(tabs.tabList, styles.tabList)} aria-label={t('accessCodes.edit.sources')}>
        {sources.map((id) => (
          <Tab key={id} id={id} className={tabs.tab ?? ''}>
            {t(`accessCodes.edit.source.${id}`)}
          </Tab>
        ))}
      </TabList>
      {sources.map((id) => (
        <TabPanel key={id} id={id} className={styles.source ?? ''} shouldForceMount>
          {content[id]}
        </TabPanel>
      ))}
    </Tabs>
  )
}
