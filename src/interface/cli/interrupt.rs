//! Ctrl-C: the work of the command is cancelled, and the process ends within a tenth of a second with the
//! status that shells give an interrupted command, whatever it is doing. What is indexed changes at a commit
//! alone, so nothing is lost by that.

use std::{
    process,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::Duration,
};

use crate::CancelToken;

/// The status of a command that was interrupted: 128 and the number of the signal.
pub(super) const STATUS: u8 = 130;

/// How long cancelled work has to end by itself.
const PATIENCE: Duration = Duration::from_millis(50);

/// What Ctrl-C does until the process ends.
pub(super) struct Interrupt {
    /// What cancels the work.
    pub(super) cancel: CancelToken,
    ignored: Arc<AtomicBool>,
}

impl Interrupt {
    /// Leaves Ctrl-C to whoever else minds it.
    pub(super) fn unheard() -> Self {
        Self {
            cancel: CancelToken::new(),
            ignored: Arc::default(),
        }
    }

    /// Listens for Ctrl-C. Where that is not possible it does what it does by default.
    pub(super) fn listen() -> Self {
        let heard = Self::unheard();
        let (cancel, ignored) = (heard.cancel.clone(), Arc::clone(&heard.ignored));
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_io()
            .build();
        let Ok(runtime) = runtime else { return heard };
        let listen = move || {
            runtime.block_on(async {
                while tokio::signal::ctrl_c().await.is_ok() {
                    if ignored.load(Ordering::Relaxed) {
                        continue;
                    }
                    cancel.cancel();
                    thread::sleep(PATIENCE);
                    process::exit(i32::from(STATUS));
                }
            });
        };
        let _ = thread::Builder::new()
            .name("interrupt".into())
            .spawn(listen);
        heard
    }

    /// From now on Ctrl-C is for a pager, which the terminal tells of it as well.
    pub(super) fn ignore(&self) {
        self.ignored.store(true, Ordering::Relaxed);
    }
}
