import {
  type AccessCode,
  type CodeChange,
  type CodePreview,
  longestCode,
  mostCodesPerList,
  type Rejection,
  rejections,
} from '../../../../shared/model/access-code.ts'
import { useAccounts } from '../../../app/accounts.ts'
import { useConnection } from '../../../app/clock.ts'
import { wholeNumber } from '../../../format/numbers.ts'
import { t } from '../../../format/words.ts'
import { Button } from '../../../ui/Button.tsx'
import { DialogButtons } from '../../../ui/Dialog.tsx'
import { KindNote, KindTabs } from '../../../ui/KindTabs.tsx'
import { type OpenEdit, useCodeEdit } from '../code-edit.ts'
import styles from './EditPreview.module.css'

/** Rows of a kind that are drawn; the rest are only counted. */
const shownRows = 100

interface EditPreviewProps {
  readonly edit: OpenEdit
  readonly preview: CodePreview
}

/** Shows in numbers and codes what an edit would do; one button then does it. */
export function EditPreview({ edit, preview }: EditPreviewProps) {
  const { back, close, confirm, busy } = useCodeEdit()
  const kinds = previewKinds(edit.change, preview)
  const does = doesSomething(edit.change, preview)
  return (
    <>
      <KindTabs
        label={t('accessCodes.edit.kinds')}
        kinds={kinds.map((kind) => ({
          id: kind.id,
          words: t(`accessCodes.edit.kind.${kind.id}`),
          count: kind.codes.length,
          children: <KindCodes kind={kind} />,
        }))}
      />
      <Consequences edit={edit} preview={preview} />
      <DialogButtons>
        {!edit.given && (
          <Button look="quiet" onPress={back}>
            {t('accessCodes.edit.back')}
          </Button>
        )}
        <Button autoFocus={edit.change === 'remove'} onPress={close}>
          {t('action.cancel')}
        </Button>
        <Button
          look={edit.change === 'remove' ? 'danger' : 'primary'}
          isDisabled={busy || !does}
          autoFocus={edit.change !== 'remove'}
          onPress={() => void confirm()}
        >
          {does ? confirmWords(edit, preview) : t('accessCodes.edit.nothing')}
        </Button>
      </DialogButtons>
    </>
  )
}

const confirmWords = ({ change }: OpenEdit, { effective, forgotten }: CodePreview): string =>
  change === 'full-list'
    ? t('accessCodes.edit.confirm.full-list', { learned: effective.length, forgotten: forgotten.length })
    : t(`accessCodes.edit.confirm.${change}`, { count: effective.length })

/** The first hundred codes of one kind, and what happens to them. */
function KindCodes({ kind: { id, codes } }: { kind: PreviewKind }) {
  const named = codes.some(({ name }) => name !== null)
  const placed = codes.some(({ line }) => line !== undefined)
  const most = id === 'too-long' ? longestCode : mostCodesPerList
  const shown = codes.slice(0, shownRows)
  return (
    <>
      <KindNote>{t(`accessCodes.edit.why.${id}`, { most })}</KindNote>
      <table className={styles.table}>
        <thead>
          <tr>
            {placed && <th scope="col">{t('accessCodes.edit.lineHead')}</th>}
            <th scope="col">{t('accessCodes.edit.codeHead')}</th>
            {named && <th scope="col">{t('accessCodes.edit.nameHead')}</th>}
          </tr>
        </thead>
        <tbody>
          {shown.map(({ code, name, line }, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the same code may stand here twice, and nothing moves
            <tr key={place}>
              {placed && <td>{line === undefined ? '' : wholeNumber(line)}</td>}
              <td className={code === '' ? styles.none : styles.code} title={code}>
                {code === '' ? t('accessCodes.edit.emptyCode') : code}
              </td>
              {named && <td title={name ?? undefined}>{name}</td>}
            </tr>
          ))}
        </tbody>
      </table>
      {codes.length > shown.length && (
        <KindNote>{t('accessCodes.edit.more', { count: codes.length - shown.length })}</KindNote>
      )}
    </>
  )
}

const shownAlike = 6

function alikeWords(alike: readonly string[]): string {
  const codes = alike.slice(0, shownAlike).join(', ')
  return t('accessCodes.edit.alike', { count: alike.length, codes: alike.length > shownAlike ? `${codes}, …` : codes })
}

/** The cost and the time of an edit, in a sentence or two. */
function Consequences({ edit, preview }: EditPreviewProps) {
  const account = useAccounts((state) => state.accounts?.find(({ id }) => id === edit.list.accountId))
  const online = useConnection((state) => state.online)
  const { change, given } = edit
  const lines = [
    change === 'full-list'
      ? t('accessCodes.edit.nothingSent')
      : t('accessCodes.edit.requests', { count: preview.calls }),
    t('accessCodes.edit.knownAfter', { count: preview.knownAfter }),
  ]
  const waits = change !== 'full-list' && account !== undefined && !account.sample
  return (
    <div className={styles.lines}>
      {given && change === 'add' && <p>{t('accessCodes.edit.perhapsThere')}</p>}
      {doesSomething(change, preview) && <p>{lines.join(' ')}</p>}
      {preview.alike.length > 0 && <p className={styles.note}>{alikeWords(preview.alike)}</p>}
      {waits && account.secret === 'missing' && <p className={styles.note}>{t('accessCodes.edit.secretMissing')}</p>}
      {waits && account.secret !== 'missing' && !online && (
        <p className={styles.note}>{t('accessCodes.edit.offline')}</p>
      )}
    </div>
  )
}

/** What happens to a code of the edit. */
export type PreviewKindId = 'new' | 'remove' | 'learned' | 'forgotten' | Rejection

/** A code in the preview; a refused one has its line in the file. */
export interface PreviewedAccessCode extends AccessCode {
  readonly line?: number | undefined
}

interface PreviewKind {
  readonly id: PreviewKindId
  readonly codes: readonly PreviewedAccessCode[]
}

const effectiveKind = { add: 'new', remove: 'remove', 'full-list': 'learned' } as const

/** Rejections always listed for each change; the others are listed only when they occur. */
const usual: Readonly<Record<CodeChange, readonly Rejection[]>> = {
  add: ['already-known', 'duplicate', 'empty', 'too-long', 'list-full'],
  remove: ['duplicate', 'empty', 'too-long'],
  'full-list': ['duplicate', 'empty', 'too-long', 'list-full'],
}

/** Groups a preview's codes by what happens to them: first the changes, then the codes left out and why. */
export function previewKinds(change: CodeChange, preview: CodePreview): readonly PreviewKind[] {
  const { effective, forgotten, unknown, rejected } = preview
  const order = [...usual[change], ...rejections.filter((id) => !usual[change].includes(id))]
  const left = order
    .map((id) => ({
      id,
      codes: rejected
        .filter(({ reason }) => reason === id)
        .map(({ code, line }) => (line === undefined ? { code, name: null } : { code, name: null, line })),
    }))
    .filter(({ id, codes }) => codes.length > 0 || usual[change].includes(id))
  return [
    { id: effectiveKind[change], codes: effective },
    ...(change === 'full-list' ? [{ id: 'forgotten' as const, codes: forgotten }] : []),
    ...(change === 'remove' ? [{ id: 'not-known' as const, codes: unknown }] : []),
    ...left.filter(({ id }) => id !== 'not-known'),
  ]
}

/** Whether the edit would change anything. A full list always does, since it says how many codes there are. */
export const doesSomething = (change: CodeChange, { effective }: CodePreview): boolean =>
  change === 'full-list' || effective.length > 0
