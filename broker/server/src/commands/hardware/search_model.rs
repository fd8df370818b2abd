//! `aq search_model`: models by name, vendor, type and specifications.

use aq_db::model::{self, Filter, ModelType};

use super::_listing::views;
use super::_specs::amount;
use crate::command::prelude::*;
use crate::view::named::Named;

/// Options of the catalogue.
#[derive(Debug, Deserialize)]
pub struct Args {
    model: Option<String>,
    vendor: Option<String>,
    machine_type: Option<ModelType>,
    cpuname: Option<String>,
    cpuvendor: Option<String>,
    cpunum: Option<i64>,
    nicmodel: Option<String>,
    nicvendor: Option<String>,
    memory: Option<i64>,
    disktype: Option<String>,
    diskcontroller: Option<String>,
    disksize: Option<i64>,
    fullinfo: bool,
}

/// Finds the models, by vendor and name.
pub async fn run(cx: &mut Cx, args: Args) -> Result<Answer> {
    let filter = Filter {
        name: args.model.as_deref(),
        vendor: args.vendor.as_deref(),
        model_type: args.machine_type,
        cpu_name: args.cpuname.as_deref(),
        cpu_vendor: args.cpuvendor.as_deref(),
        cpu_quantity: args.cpunum.map(|n| amount("cpunum", n)).transpose()?,
        nic_name: args.nicmodel.as_deref(),
        nic_vendor: args.nicvendor.as_deref(),
        memory: args.memory.map(|n| amount("memory", n)).transpose()?,
        disk_type: args.disktype.as_deref(),
        controller_type: args.diskcontroller.as_deref(),
        disk_capacity: args.disksize.map(|n| amount("disksize", n)).transpose()?,
    };
    let models = model::search(cx.db(), &filter).await?;
    let found = views(cx, models).await?;
    Ok(if args.fullinfo {
        Answer::objects(found)
    } else {
        Answer::objects(found.into_iter().map(|view| Named {
            name: view.model.qualified_name(),
            view,
        }))
    })
}
