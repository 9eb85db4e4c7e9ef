import { useRef, useState } from 'react'
import { t } from '../../../i18n.ts'
import { useCodeEdit } from '../../../state/code-edit.ts'
import { AreaField, type AreaText } from './AreaField.tsx'
import { codesOfText } from './codes-of-text.ts'
import { SourceButtons } from './SourceButtons.tsx'

/** Codes typed or pasted, one a line. */
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
