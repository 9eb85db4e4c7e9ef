import { useState } from 'react'
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components'
import type { CodeChange } from '../../../../shared/model/access-code.ts'
import { useAccounts, zoneOf } from '../../../app/accounts.ts'
import { t } from '../../../format/words.ts'
import { Button } from '../../../ui/Button.tsx'
import { classNames } from '../../../ui/class-names.ts'
import { Dialog, DialogButtons } from '../../../ui/Dialog.tsx'
import { ErrorMessage } from '../../../ui/ErrorMessage.tsx'
import tabs from '../../../ui/ScreenTabs.module.css'
import { TableChoice } from '../../tables/index.ts'
import { listKey, useAccessLists } from '../access-lists.ts'
import { type OpenEdit, useCodeEdit } from '../code-edit.ts'
import { listName } from '../code-words.ts'
import styles from './EditDialog.module.css'
import { EditPreview } from './EditPreview.tsx'
import { GenerateSource } from './GenerateSource.tsx'
import { codesOfRows } from './read-codes.ts'
import { TextSource } from './TextSource.tsx'

/** Adds or removes codes, or gives the full list: first the source of the codes, then a preview. */
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
      {/* The sources stay mounted behind the preview, so that nothing typed is lost. */}
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

const columns = [
  { id: 'code', label: t('accessCodes.edit.file.code'), required: true },
  { id: 'name', label: t('accessCodes.edit.file.name'), required: false },
  { id: 'first', label: t('accessCodes.edit.file.first'), required: false },
  { id: 'last', label: t('accessCodes.edit.file.last'), required: false },
] as const

/** Reads codes from a column of a CSV file or a workbook, and names from another. */
function FileSource() {
  const { look, close } = useCodeEdit()
  return (
    <>
      <p>{t('accessCodes.edit.file.lead')}</p>
      <TableChoice
        columns={columns}
        onRows={(rows) => void look('file', { codes: codesOfRows(rows) })}
        onClose={close}
      />
    </>
  )
}
