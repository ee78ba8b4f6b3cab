import { useWords } from '../words.tsx'

type SkeletonProps = { readonly wait: 'short' | 'noticed' | 'slow' }

/** The place of what is being loaded: nothing for a moment, then grey bars, then words that it takes long. */
export function Skeleton({ wait }: SkeletonProps) {
  const { say } = useWords()
  return (
    <div className="ow-skeleton" aria-busy="true">
      {/* The live region is there before its words, or a screen reader would not read them. */}
      <p className={wait === 'slow' ? 'nl-paragraph' : 'ow-hidden'} role="status">
        {wait === 'short' ? '' : say(wait === 'slow' ? 'shell.loading.slow' : 'shell.loading.now')}
      </p>
      {wait !== 'short' && (
        <>
          <span className="ow-skeleton__bar ow-skeleton__bar--long" />
          <span className="ow-skeleton__bar" />
          <span className="ow-skeleton__bar ow-skeleton__bar--short" />
        </>
      )}
    </div>
  )
}
