//! What goes wrong while a store is published ends in the commit before or the new one, each whole.

use std::{thread, time::Duration};

use verbatim::{
    Result,
    cluster::PublishReport,
    engine::Engine,
    search::{Request, Response},
};

use super::{Nodes, cluster_at, indexed};
use crate::harness::{Sandbox, samples};

/// What tells two commits apart: totals and facets of a few queries.
fn seen(engine: &Engine) -> Result<String, String> {
    let told = |answer: Response| (answer.total, answer.total_calls, answer.facets);
    let one = |query: &str| {
        let request = Request {
            facets: verbatim::index::FACETS.to_vec(),
            limit: 0,
            ..Request::new(query)
        };
        engine.search(&request).map(told)
    };
    let answers: Result<Vec<_>, _> = ["CapEx", "margin", "毛利率"].into_iter().map(one).collect();
    answers
        .map(|answers| format!("{answers:?}"))
        .map_err(|error| error.sentence())
}

/// The same, once the cluster answers again.
fn seen_at_last(engine: &Engine) -> String {
    for _ in 0..120 {
        if let Ok(seen) = seen(engine) {
            return seen;
        }
        thread::sleep(Duration::from_millis(500));
    }
    panic!("{:?}", seen(engine))
}

/// All of it on some nodes.
pub(super) fn a_commit_is_whole_or_not_at_all(nodes: &mut Nodes) {
    let sandbox = Sandbox::of(&samples());
    let store = nodes.store("whole");
    let readers = Engine::new(sandbox.path("none")).with_cluster(cluster_at(&store));
    let extra = std::fs::read_dir(samples()).unwrap().flatten().next();
    let extra = extra.unwrap();
    let name = extra.file_name().to_string_lossy().into_owned();
    let text = std::fs::read(extra.path()).unwrap();
    // Two corpora that take turns, and what readers see of each.
    let publish = |with_extra: bool, progress: &mut dyn FnMut(usize, usize)| {
        match with_extra {
            true => sandbox.write(&name, &text),
            false if sandbox.path("corpus").join(&name).exists() => sandbox.remove(&name),
            false => {}
        }
        let index = indexed(sandbox.path("corpus"), sandbox.path("index"));
        index.publish(&cluster_at(&store), progress)
    };
    let both = [true, false].map(|with_extra| {
        publish(with_extra, &mut |_, _| {}).unwrap();
        seen(&readers).unwrap()
    });
    assert_ne!(both[0], both[1]);
    an_index_that_takes_no_writes(nodes, &readers, &both, &publish);
    // The last commit is without the extra file.
    for (round, delay) in [(0, None), (1, Some(20)), (2, Some(120))] {
        let with_extra = round % 2 == 0;
        let [old, new] = match with_extra {
            true => [&both[1], &both[0]],
            false => [&both[0], &both[1]],
        };
        let outcome = thread::scope(|scope| {
            let mut killer = None;
            let outcome = publish(with_extra, &mut |done, _| {
                if done == 2 {
                    let nodes = &*nodes;
                    killer = Some(scope.spawn(move || {
                        thread::sleep(Duration::from_millis(delay.unwrap_or(0)));
                        nodes.kill(0);
                    }));
                    // Before anything else is sent.
                    if delay.is_none() {
                        let _ = killer.take().unwrap().join();
                    }
                }
            });
            if let Some(killer) = killer {
                killer.join().unwrap();
            }
            outcome.map_err(|error| error.sentence())
        });
        let after = seen_at_last(&readers);
        match &outcome {
            Ok(_) => assert_eq!(after, *new, "round {round}"),
            // The last step may have been taken without an answer.
            Err(error) => assert!([old, new].contains(&&after), "round {round}: {error}"),
        }
        nodes.start_again(0);
        publish(with_extra, &mut |_, _| {}).unwrap();
        assert_eq!(seen(&readers).as_ref(), Ok(new), "round {round}");
    }
}

/// Publishes one of two corpora, and tells the progress.
type Publish<'a> = dyn Fn(bool, &mut dyn FnMut(usize, usize)) -> Result<PublishReport> + 'a;

/// An index that takes no writes, as when a disk is full, is told; readers keep the commit before.
fn an_index_that_takes_no_writes(
    nodes: &Nodes,
    readers: &Engine,
    both: &[String; 2],
    publish: &Publish,
) {
    let name = nodes.address("whole").index();
    for block in ["write", "read_only_allow_delete"] {
        let block = |is_set: bool| {
            let body = format!(r#"{{"index.blocks.{block}": {is_set}}}"#);
            nodes.ask("PUT", &format!("/{name}/_settings"), &body);
        };
        block(true);
        let error = publish(true, &mut |_, _| {}).unwrap_err();
        assert!(error.sentence().contains("blocked by"), "{error}");
        let hint = error.hint.clone().unwrap_or_default();
        assert!(hint.contains("the commit before stands"), "{hint}");
        assert_eq!(seen(readers).as_ref(), Ok(&both[1]), "{error}");
        block(false);
        publish(true, &mut |_, _| {}).unwrap();
        assert_eq!(seen(readers).as_ref(), Ok(&both[0]));
        publish(false, &mut |_, _| {}).unwrap();
        assert_eq!(seen(readers).as_ref(), Ok(&both[1]));
    }
}
