import { type ClipboardEvent, type Ref, useId, useImperativeHandle, useRef, useState } from 'react'
import { t } from '../../../format/words.ts'
import { Button } from '../../../ui/Button.tsx'
import { classNames } from '../../../ui/class-names.ts'
import { DialogButtons } from '../../../ui/Dialog.tsx'
import field from '../../../ui/Field.module.css'
import { focusFirstProblem } from '../../../ui/TextField.tsx'
import { useCodeEdit } from '../code-edit.ts'
import styles from './EditDialog.module.css'
import { codesOfText } from './read-codes.ts'

/** Codes typed or pasted, one on each line. */
export function TextSource() {
  const look = useCodeEdit((state) => state.look)
  const area = useRef<AreaText>(null)
  const pasted = useRef(false)
  const [missing, setMissing] = useState(false)
  const go = () => {
    const codes = codesOfText(area.current?.text() ?? '')
    setMissing(codes.length === 0)
    if (codes.length === 0) area.current?.focus()
    else void look(pasted.current ? 'pasted' : 'typed', { codes })
  }
  return (
    <>
      <AreaField
        label={t('accessCodes.edit.text.label')}
        hint={t('accessCodes.edit.text.hint')}
        problem={missing ? t('accessCodes.edit.text.need') : null}
        area={area}
        autoFocus
        onPaste={() => {
          pasted.current = true
        }}
      />
      <SourceButtons onContinue={go} />
    </>
  )
}

/** The buttons at the foot of a source: cancel, or continue to the preview. */
export function SourceButtons({ onContinue }: { onContinue: () => void }) {
  const { close, busy } = useCodeEdit()
  return (
    <DialogButtons>
      <Button onPress={close}>{t('action.cancel')}</Button>
      <Button
        look="primary"
        isDisabled={busy}
        onPress={({ target }) => {
          onContinue()
          focusFirstProblem(target.closest('[role="dialog"]'))
        }}
      >
        {t(busy ? 'accessCodes.edit.working' : 'accessCodes.edit.continue')}
      </Button>
    </DialogButtons>
  )
}

/** The part of the field a form uses. */
export interface AreaText {
  text(): string
  focus(): void
}

interface AreaFieldProps {
  readonly label: string
  readonly hint: string
  readonly problem: string | null
  readonly area: Ref<AreaText>
  readonly look?: 'codes' | 'names'
  readonly autoFocus?: boolean
  onPaste?(): void
}

/** From this many letters on, Chromium lays the text out too slowly, and nobody edits so much by hand. */
const muchText = 20_000

/** How many lines of a text kept aside are shown, to recognise it by. */
const firstLines = 8

/**
 * A field of many lines, read once and not at every key. A long pasted text is kept aside: only its beginning is shown,
 * and it can be removed again.
 */
export function AreaField(props: AreaFieldProps) {
  const { label, hint, problem, area, look = 'codes', autoFocus = false, onPaste } = props
  const id = useId()
  const box = useRef<HTMLTextAreaElement>(null)
  const clear = useRef<HTMLButtonElement>(null)
  const [much, setMuch] = useState<string | null>(null)
  useImperativeHandle(area, () => ({
    text: () => much ?? box.current?.value ?? '',
    focus: () => (much === null ? box : clear).current?.focus(),
  }))

  const paste = (event: ClipboardEvent<HTMLTextAreaElement>) => {
    onPaste?.()
    const pasted = event.clipboardData.getData('text/plain')
    if (pasted.length < muchText) return
    event.preventDefault()
    const { value, selectionStart, selectionEnd } = event.currentTarget
    setMuch(value.slice(0, selectionStart) + pasted + value.slice(selectionEnd))
    requestAnimationFrame(() => clear.current?.focus())
  }
  const empty = () => {
    setMuch(null)
    requestAnimationFrame(() => box.current?.focus())
  }
  return (
    <div className={field.field}>
      <label className={field.label} htmlFor={much === null ? id : undefined}>
        {label}
      </label>
      {much === null ? (
        <textarea
          ref={box}
          id={id}
          className={classNames(styles.area, look === 'names' && styles.names)}
          aria-describedby={`${id}-note`}
          aria-invalid={problem !== null}
          // biome-ignore lint/a11y/noAutofocus: the dialog opens at what is to be filled in
          autoFocus={autoFocus}
          wrap="off"
          spellCheck={false}
          autoComplete="off"
          onPaste={paste}
        />
      ) : (
        <div className={styles.much}>
          <pre className={styles.beginning}>{much.split('\n', firstLines).join('\n')}</pre>
          <div className={styles.lines}>
            <span>{t('accessCodes.edit.text.pasted', { count: linesOf(much) })}</span>
            <Button ref={clear} look="quiet" onPress={empty}>
              {t('accessCodes.edit.text.clear')}
            </Button>
          </div>
        </div>
      )}
      <p id={`${id}-note`} className={problem === null ? field.hint : field.problem}>
        {problem ?? hint}
      </p>
    </div>
  )
}

function linesOf(text: string): number {
  const written = text.trimEnd()
  let lines = 1
  for (let at = written.indexOf('\n'); at >= 0; at = written.indexOf('\n', at + 1)) lines += 1
  return lines
}
