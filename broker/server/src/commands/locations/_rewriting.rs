//! Writing again the templates in which a place shows.

use aq_db::location::{self, Affected};

use crate::command::Cx;
use crate::error::Result;
use crate::plenary::Subject;

/// Touches everything whose templates name the place or what it stands in: cities, networks, machines and hosts at or
/// below it. The reference leaves hosts out, whose inclusions then go on naming the old place.
pub async fn rewrite_within(cx: &mut Cx, place: i64) -> Result<()> {
    let Affected {
        cities,
        networks,
        machines,
        hosts,
    } = location::affected(cx.db(), place).await?;
    cities.into_iter().for_each(|id| cx.touch(Subject::City(id)));
    networks.into_iter().for_each(|id| cx.touch(Subject::Network(id)));
    machines.into_iter().for_each(|id| cx.touch(Subject::Machine(id)));
    hosts.into_iter().for_each(|id| cx.touch(Subject::Host(id)));
    Ok(())
}
