//! Counts the primes up to a number, one stretch of numbers in each step.

mod icn;

use std::sync::Mutex;

const STRETCH: u64 = 1 << 18;

/// What the job knows so far. It stands in memory like anything else: the sandbox saves it between two steps, and
/// puts it back where the job goes on.
struct Sieve {
    limit: u64,
    /// The first number of the next stretch.
    next: u64,
    /// The primes that stretches are sieved with.
    primes: Vec<u64>,
    count: u64,
    widest_gap: u64,
    last: u64,
}

static SIEVE: Mutex<Option<Sieve>> = Mutex::new(None);

/// Reads the number, as text, from the first input.
#[unsafe(no_mangle)]
pub extern "C" fn init() {
    let text = String::from_utf8(icn::input(0).expect("an input")).expect("text");
    let limit = text.trim().parse().expect("a number");
    let sieve = Sieve { limit, next: 2, primes: Vec::new(), count: 0, widest_gap: 0, last: 2 };
    *SIEVE.lock().unwrap() = Some(sieve);
}

/// Sieves one stretch. Returns 1 while there are more.
#[unsafe(no_mangle)]
pub extern "C" fn step() -> i32 {
    with_sieve(|sieve| {
        sieve.sieve_stretch();
        let told = format!("{} primes below {}", sieve.count, sieve.next);
        icn::partial_output(&sieve.next.to_string(), "text/plain", told.as_bytes());
        icn::progress((10_000 * sieve.next / (sieve.limit + 1)) as u32, "sieve", &told);
        i32::from(sieve.next <= sieve.limit)
    })
}

/// Writes how many primes there are, the largest, and the widest gap between two.
#[unsafe(no_mangle)]
pub extern "C" fn finish() {
    with_sieve(|sieve| {
        let told =
            format!("{} primes, the last {}, widest gap {}\n", sieve.count, sieve.last, sieve.widest_gap);
        icn::output("primes.txt", told.as_bytes());
    });
}

fn with_sieve<T>(run: impl FnOnce(&mut Sieve) -> T) -> T {
    run(SIEVE.lock().unwrap().as_mut().expect("init comes first"))
}

impl Sieve {
    fn sieve_stretch(&mut self) {
        let mut stretch = Stretch::new(self.next, (self.next + STRETCH).min(self.limit + 1));
        for &prime in &self.primes {
            stretch.cross_out(prime);
        }
        for number in stretch.start..stretch.end {
            if stretch.is_prime(number) {
                stretch.cross_out(number);
                self.found(number);
            }
        }
        self.next = stretch.end;
    }

    fn found(&mut self, prime: u64) {
        if prime * prime <= self.limit {
            self.primes.push(prime);
        }
        self.count += 1;
        self.widest_gap = self.widest_gap.max(prime - self.last);
        self.last = prime;
    }
}

/// Consecutive numbers, the composite ones marked.
struct Stretch {
    start: u64,
    end: u64,
    is_composite: Vec<bool>,
}

impl Stretch {
    fn new(start: u64, end: u64) -> Self {
        Stretch { start, end, is_composite: vec![false; (end - start) as usize] }
    }

    fn is_prime(&self, number: u64) -> bool {
        !self.is_composite[(number - self.start) as usize]
    }

    /// Marks the multiples of a prime from its square on.
    fn cross_out(&mut self, prime: u64) {
        let first = (prime * prime).max(self.start.div_ceil(prime) * prime);
        for multiple in (first..self.end).step_by(prime as usize) {
            self.is_composite[(multiple - self.start) as usize] = true;
        }
    }
}
