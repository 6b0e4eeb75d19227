//! Ctrl-C cancels the work of the command, and the process exits within a tenth of a second with the status
//! that shells give an interrupted command. The index changes only at a commit, so nothing is lost.

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

/// Exit status of an interrupted command: 128 plus the number of the signal.
pub(super) const STATUS: u8 = 130;

/// How long to wait for cancelled work to end.
const PATIENCE: Duration = Duration::from_millis(50);

/// The handler of Ctrl-C.
pub(super) struct Interrupt {
    /// Cancelled by Ctrl-C.
    pub(super) cancel: CancelToken,
    ignored: Arc<AtomicBool>,
}

impl Interrupt {
    /// Does not handle Ctrl-C; the server does.
    pub(super) fn none() -> Self {
        Self {
            cancel: CancelToken::new(),
            ignored: Arc::default(),
        }
    }

    /// Handles Ctrl-C. If no handler can be installed, the default of the system remains.
    pub(super) fn listen() -> Self {
        let interrupt = Self::none();
        let (cancel, ignored) = (interrupt.cancel.clone(), Arc::clone(&interrupt.ignored));
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_io()
            .build();
        let Ok(runtime) = runtime else {
            return interrupt;
        };
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
        interrupt
    }

    /// Ignores Ctrl-C from now on: a pager in the foreground handles it.
    pub(super) fn ignore(&self) {
        self.ignored.store(true, Ordering::Relaxed);
    }
}
