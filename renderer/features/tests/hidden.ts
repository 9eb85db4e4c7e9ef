import type { Hideable, HideableRef } from '../../../shared/model/test-figures.ts'
import { api, asAppError } from '../../api/client.ts'
import { say, sayFailed } from '../../app/feedback.ts'
import { t } from '../../format/words.ts'
import { useTests } from './tests.ts'

/** Hides a test, a group or a link, or shows it again, and says so with the way back. */
export async function setHidden({ name, ...what }: Omit<Hideable, 'hidden'>, hidden: boolean): Promise<void> {
  const { account, kind, id } = what
  const ref: HideableRef = { account, kind, id }
  try {
    await (hidden ? api.tests.hide(ref) : api.tests.showAgain(ref))
    void useTests.getState().read()
    say(t(hidden ? 'tests.hidden.hidden' : 'tests.hidden.shown', { name }), {
      action: { words: t('tests.hidden.undo'), run: () => void setHidden({ name, ...ref }, !hidden) },
    })
  } catch (thrown) {
    sayFailed(asAppError(thrown))
  }
}
