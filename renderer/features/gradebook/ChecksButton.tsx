import { useEffect } from 'react'
import { t } from '../../format/words.ts'
import { Button } from '../../ui/Button.tsx'
import { useChecks } from './checks.ts'
import type { ShownGradebook } from './gradebook.ts'

/** Says how much there is to look at before the gradebook leaves the house, and opens it. */
export function ChecksButton({ shown }: { readonly shown: ShownGradebook }) {
  const { checks, isOpen, load, open, close } = useChecks()
  useEffect(() => void load(shown), [load, shown])
  const count = checks?.length ?? 0
  return (
    <Button
      data-checks-button=""
      aria-expanded={isOpen}
      aria-label={count === 0 ? t('gradebookChecks.buttonPlain') : t('gradebookChecks.buttonLabel', { count })}
      onPress={isOpen ? close : open}
    >
      {count === 0 ? t('gradebookChecks.buttonPlain') : t('gradebookChecks.button', { count })}
    </Button>
  )
}
