import { Pencil, Plus, Trash2 } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import type { Note } from '../../../shared/model/note.ts'
import { systemZone } from '../../app/accounts.ts'
import { useClock } from '../../app/clock.ts'
import { sayFailed } from '../../app/feedback.ts'
import { exactTime, sentenceWhen, whenWords } from '../../format/time.ts'
import { t } from '../../format/words.ts'
import { Button } from '../../ui/Button.tsx'
import { ErrorMessage } from '../../ui/ErrorMessage.tsx'
import { IconButton } from '../../ui/IconButton.tsx'
import { DetailCard, LongText } from '../../ui/LongText.tsx'
import { type About, changeNote, type Draft, draftOf, keepDraft, removeNote, saveNew, useNotes } from './annotating.ts'
import { NoteForm } from './NoteForm.tsx'
import styles from './notes.module.css'

/** A card of the panel with the notes about a result or a student. */
export const NotesCard = ({ about }: { readonly about: About }) => (
  <DetailCard caption={t('notes.caption')} aside={t('notes.here')}>
    <NotesList key={JSON.stringify(about)} about={about} />
  </DetailCard>
)

/** The notes about a student, also those on their results; or those on one result. */
export function NotesList({ about }: { readonly about: About }) {
  const { value: notes, error } = useNotes(about)
  const [editing, setEditing] = useState(() => draftOf(about)?.of ?? null)
  const card = useRef<HTMLDivElement>(null)
  const focusNext = useRef<string | null>(null)
  const edit = (of: Draft['of'] | null, text = '') => {
    keepDraft(about, of === null ? null : { of, text })
    setEditing(of)
  }
  const write = (of: Draft['of'], text: string) => keepDraft(about, { of: draftOf(about)?.of ?? of, text })
  const close = (then: string) => {
    focusNext.current = then
    edit(null)
  }
  // The field in focus went with its form: the focus moves to the button that opened it, or the one that adds.
  useEffect(() => {
    const wanted = focusNext.current
    if (editing !== null || wanted === null) return
    focusNext.current = null
    const buttonOf = (id: string) => card.current?.querySelector<HTMLElement>(`[data-note="${id}"]`)
    ;(buttonOf(wanted) ?? buttonOf('new'))?.focus()
  }, [editing])
  const remove = async (id: number) => {
    const failed = await removeNote(id)
    if (failed !== null) sayFailed(failed)
    else card.current?.querySelector<HTMLElement>('[data-note="new"]')?.focus()
  }
  return (
    <div ref={card}>
      {error !== null && <ErrorMessage error={error} zone={systemZone} />}
      {notes?.length === 0 && editing === null && <p className={styles.hint}>{t('notes.none')}</p>}
      <ul className={styles.list}>
        {notes?.map((note) => (
          <li key={note.id}>
            {editing === note.id ? (
              <NoteForm
                text={note.text}
                draft={draftOf(about)?.text ?? note.text}
                onChange={(text) => write(note.id, text)}
                onSave={(text) => changeNote(note.id, text)}
                onClose={() => close(String(note.id))}
              />
            ) : (
              <NoteLine
                note={note}
                withTest={about.kind === 'student'}
                onEdit={() => edit(note.id, note.text)}
                onRemove={() => void remove(note.id)}
              />
            )}
          </li>
        ))}
      </ul>
      <div className={styles.foot}>
        {editing === 'new' ? (
          <NoteForm
            draft={draftOf(about)?.text ?? ''}
            onChange={(text) => write('new', text)}
            onSave={(text) => saveNew(about, text)}
            onClose={() => close('new')}
          />
        ) : (
          <Button icon={Plus} data-note="new" onPress={() => edit('new')}>
            {t('notes.add')}
          </Button>
        )}
      </div>
    </div>
  )
}

interface NoteLineProps {
  readonly note: Note
  readonly withTest: boolean
  onEdit(): void
  onRemove(): void
}

function NoteLine({ note, withTest, onEdit, onRemove }: NoteLineProps) {
  const now = useClock((state) => state.now)
  const made = whenWords(note.madeAt, now, systemZone)
  const when =
    note.changedAt === note.madeAt
      ? made
      : t('notes.changedAt', { made, changed: sentenceWhen(note.changedAt, now, systemZone) })
  return (
    <div className={styles.note}>
      <div className={styles.body}>
        <p className={styles.text}>
          <LongText text={note.text} />
        </p>
        <p className={styles.meta} title={exactTime(note.madeAt, systemZone)}>
          {withTest && note.result !== null ? t('notes.aboutTest', { when, test: note.result.testName }) : when}
        </p>
      </div>
      <IconButton icon={Pencil} label={t('notes.edit')} data-note={String(note.id)} onPress={onEdit} />
      <IconButton icon={Trash2} label={t('notes.remove')} onPress={onRemove} />
    </div>
  )
}
