//! Pages made lately, so that a page that many open, such as the start page, is made once a commit.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use crate::interface::http::entity_tag::EntityTag;

/// Bytes of HTML that are kept.
const MOST_BYTES: usize = 8 << 20;

/// The latest pages by entity tag, which stands for the state of the index and the whole request.
#[derive(Debug, Clone, Default)]
pub(in crate::interface::http) struct PageCache(Arc<Mutex<Pages>>);

#[derive(Debug, Default)]
struct Pages {
    /// The page used last is at the end.
    by_tag: VecDeque<(EntityTag, Arc<str>)>,
    bytes: usize,
}

impl PageCache {
    /// The page of a tag.
    pub(super) fn get(&self, tag: &EntityTag) -> Option<Arc<str>> {
        let mut pages = self.pages();
        let at = pages.by_tag.iter().position(|(of, _)| of.is_same(tag))?;
        let page = pages.by_tag.remove(at)?;
        let html = Arc::clone(&page.1);
        pages.by_tag.push_back(page);
        Some(html)
    }

    /// Keeps a page, and drops those unused for longest.
    pub(super) fn keep(&self, tag: &EntityTag, html: &Arc<str>) {
        if !tag.is_known() || html.len() > MOST_BYTES {
            return;
        }
        let mut pages = self.pages();
        pages.bytes += html.len();
        pages.by_tag.push_back((tag.clone(), Arc::clone(html)));
        while pages.bytes > MOST_BYTES
            && let Some((_, oldest)) = pages.by_tag.pop_front()
        {
            pages.bytes -= oldest.len();
        }
    }

    fn pages(&self) -> MutexGuard<'_, Pages> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pages_unused_for_longest_are_dropped() {
        let cache = PageCache::default();
        let html: Arc<str> = "x".repeat(MOST_BYTES / 3).into();
        let tags = ["a", "b", "c", "d"].map(EntityTag::for_test);
        for tag in &tags[..3] {
            cache.keep(tag, &html);
        }
        assert!(cache.get(&tags[0]).is_some());
        cache.keep(&tags[3], &html);
        let kept = tags.each_ref().map(|tag| cache.get(tag).is_some());
        assert_eq!(kept, [true, false, true, true]);
        assert!(cache.pages().bytes <= MOST_BYTES);
    }

    #[test]
    fn a_page_of_an_unknown_state_is_not_kept() {
        let cache = PageCache::default();
        cache.keep(&EntityTag::unknown(), &"x".into());
        assert!(cache.get(&EntityTag::unknown()).is_none());
    }
}
