import { t } from '../../format/words.ts'
import { Button } from '../../ui/Button.tsx'
import { NothingHere } from '../../ui/Screen.tsx'
import { useResultCount } from '../results/index.ts'
import { type ShownGradebook, useGradebook } from './gradebook.ts'

/** Why no student is in the gradebook, and the one thing to do about it. */
export function EmptyGradebook({ shown: { definition } }: { shown: ShownGradebook }) {
  const results = useResultCount()
  const change = useGradebook((state) => state.change)
  const { by } = definition.students
  if (results === 0 && by !== 'class')
    return <NothingHere title={t('gradebook.empty.noResults.title')} text={t('gradebook.empty.noResults.text')} />
  const why = by === 'class' ? 'emptyClass' : 'nobody'
  const everything = { students: { by: 'results' }, tests: null, period: { from: null, to: null } } as const
  return (
    <NothingHere title={t(`gradebook.empty.${why}.title`)} text={t(`gradebook.empty.${why}.text`)}>
      <Button onPress={() => change(everything, t(`gradebook.empty.${why}.said`))}>
        {t(`gradebook.empty.${why}.reset`)}
      </Button>
    </NothingHere>
  )
}
