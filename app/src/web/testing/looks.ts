// Functions that run inside the page: each gives the faults it sees there, a line for each.

/** What can be reached by the keyboard. */
export const reachable =
  'a[href], button, input, select, textarea, summary, [tabindex]:not([tabindex="-1"]), [contenteditable]'

/**
 * What is too wide for the page, or for itself: the page scrolls sideways, a box sticks out of the window, or the words of a
 * button or field are cut off. What scrolls on purpose inside itself is left alone. Source: WCAG 2.2, 1.4.4 and 1.4.10.
 */
export function overflows(): readonly string[] {
  const faults: string[] = []
  const root = document.documentElement
  if (root.scrollWidth > root.clientWidth) faults.push(`the page is ${root.scrollWidth} wide in ${root.clientWidth}`)
  for (const element of document.body.querySelectorAll('*')) {
    if (!element.checkVisibility() || element.closest('.ow-hidden, svg') !== null) continue
    const { left, right, width } = element.getBoundingClientRect()
    const style = getComputedStyle(element)
    // Kept for screen readers alone.
    if (style.clipPath !== 'none') continue
    if (width > 1 && (right > root.clientWidth + 1 || left < -1) && style.position !== 'absolute')
      faults.push(`sticks out: ${nameOf(element)}`)
    const isControl = element.matches('button, summary, .nl-button, .ow-badge, .ow-navigation__link')
    if (isControl && element.scrollWidth > element.clientWidth + 1) faults.push(`words too long: ${nameOf(element)}`)
    const cuts = style.overflowX === 'hidden' || style.overflowY === 'hidden'
    if (cuts && !element.matches('select') && element.scrollHeight > element.clientHeight + 1)
      faults.push(`words cut off: ${nameOf(element)}`)
  }
  return faults

  function nameOf(element: Element): string {
    const words = (element.textContent ?? '').trim().slice(0, 40)
    return `${element.tagName.toLowerCase()}.${element.getAttribute('class') ?? ''} "${words}"`
  }
}

/** Controls smaller than 24 by 24 pixels; a link inside a sentence may be. Source: WCAG 2.2, 2.5.8. */
export function smallTargets(selector: string): readonly string[] {
  const faults: string[] = []
  for (const element of document.querySelectorAll(selector)) {
    if (!element.checkVisibility() || element.closest('.nl-skip-link') !== null) continue
    const { width, height } = element.getBoundingClientRect()
    const isInSentence = getComputedStyle(element).display === 'inline' && element.closest('p, dd, li') !== null
    if (!isInSentence && (width < 24 || height < 24))
      faults.push(`${Math.round(width)} by ${Math.round(height)}: ${(element.textContent ?? '').trim().slice(0, 40)}`)
  }
  return faults
}

/** One step of the keyboard as the page shows it. */
export type Stop = {
  /** Number of the element among those that can be reached, in the order of the document; -1 for none of them. */
  readonly at: number
  readonly words: string
  /** Nothing lies over it and it is inside the window. Source: WCAG 2.2, 2.4.11. */
  readonly isInSight: boolean
  /** It has a ring around it that the same element has not without the focus. Source: WCAG 2.2, 2.4.7. */
  readonly hasRing: boolean
}

/** Where the focus is now, and how it looks there. */
export function focusNow(selector: string): Stop {
  const element = document.activeElement
  if (element === null || element === document.body) return { at: -1, words: '', isInSight: false, hasRing: false }
  const all = [...document.querySelectorAll(selector)].filter((one) => one.checkVisibility())
  const { left, top, width, height } = element.getBoundingClientRect()
  const spots = [0.2, 0.5, 0.8].flatMap((x) =>
    [0.3, 0.5, 0.7].map((y) => [left + x * width, top + y * height] as const),
  )
  const seen = spots.filter(([x, y]) => {
    const there = document.elementFromPoint(x, y)
    return there !== null && (element.contains(there) || there.contains(element))
  })
  const { outlineStyle, outlineWidth } = getComputedStyle(element)
  return {
    at: all.indexOf(element),
    words: (element.textContent ?? '').trim().slice(0, 40) || element.id,
    isInSight: seen.length > 0,
    hasRing: outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2,
  }
}

/** Controls without an edge or background of their own, for forced colours, where backgrounds and shadows are gone. */
export function edgeless(): readonly string[] {
  const faults: string[] = []
  // The button inside a field for a file is the browser's own, and has its edge.
  const controls = '.nl-button, input:not([type=file]), select, .ow-persona, .ow-card, .ow-badge'
  for (const element of document.querySelectorAll(controls)) {
    if (!element.checkVisibility()) continue
    const { borderTopStyle, borderTopWidth } = getComputedStyle(element)
    if (borderTopStyle === 'none' || Number.parseFloat(borderTopWidth) < 1)
      faults.push((element.textContent ?? '').trim().slice(0, 40))
  }
  return faults
}

/** What moves by itself or fades at a touch. */
export function movements(): readonly string[] {
  const moving = document.getAnimations().map((animation) => String(animation.effect?.getComputedTiming().duration))
  const fading = [...document.body.querySelectorAll('*')].filter((element) => {
    const { transitionDuration } = getComputedStyle(element)
    return transitionDuration.split(', ').some((duration) => Number.parseFloat(duration) > 0)
  })
  return [...moving, ...fading.map((element) => `fades: ${element.className}`)]
}

/** Keys of messages and parts of ICU messages that a person would see. What is code is left out. */
export function rawWords(): readonly string[] {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  const faults: string[] = []
  while (walker.nextNode()) {
    const { parentElement, textContent } = walker.currentNode
    if (parentElement === null || parentElement.closest('code, pre, noscript, script') !== null) continue
    const words = `${textContent ?? ''}`
    if (/\b(shell|people|platform|problem)\.[a-z]|⚠ |\{\w+[,}]|\bundefined\b|\bNaN\b|\[object /.test(words))
      faults.push(words)
  }
  return faults
}
