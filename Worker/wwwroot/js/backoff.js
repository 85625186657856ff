/** Waiting times that double from `first` to `most` milliseconds. */
export class Backoff {
  #first;
  #most;
  #tries = 0;

  /**
   * @param {number} first milliseconds
   * @param {number} most milliseconds
   */
  constructor(first, most) {
    this.#first = first;
    this.#most = most;
  }

  /**
   * The next waiting time, a little random, so that many pages do not come back in step.
   * @returns {number} milliseconds
   */
  next() {
    const whole = Math.min(this.#most, this.#first * 2 ** this.#tries++);
    return whole * (0.75 + Math.random() / 4);
  }

  /** Starts again from the shortest time. */
  reset() {
    this.#tries = 0;
  }
}
