/** Asks again until there is an answer, and says what it waited for when there is none. */
export async function until(what, limit, ask) {
  const deadline = Date.now() + limit;
  for (;;) {
    const answer = await ask();
    if (answer) return answer;
    if (Date.now() > deadline) throw new Error(`After ${limit / 1000} s it is still not so that ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}
