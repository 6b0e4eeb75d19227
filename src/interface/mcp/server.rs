//! The handlers of the protocol's requests.

use rmcp::{
    ErrorData, RoleServer, ServerHandler,
    model::{
        CallToolRequestParams, CallToolResponse, CallToolResult, CompleteRequestParams,
        CompleteResult, CompletionInfo, ContentBlock, GetPromptRequestParams, GetPromptResponse,
        Implementation, ListPromptsResult, ListResourceTemplatesResult, ListResourcesResult,
        ListToolsResult, PaginatedRequestParams, ReadResourceRequestParams, ReadResourceResponse,
        ReadResourceResult, Reference, ServerCapabilities, ServerConfig,
    },
    service::RequestContext,
};

use super::{
    agent::Agent,
    complete, instructions,
    prompts::{self, ArgumentKind},
    resources, text, tools,
};
use crate::{Error, engine::Engine, model::Section};

impl ServerHandler for Agent {
    fn get_info(&self) -> ServerConfig {
        let capabilities = ServerCapabilities::builder()
            .enable_tools()
            .enable_resources()
            .enable_prompts()
            .enable_completions()
            .build();
        let program = Implementation::new("verbatim", env!("CARGO_PKG_VERSION"))
            .with_title("Verbatim 逐字稿")
            .with_description(env!("CARGO_PKG_DESCRIPTION"));
        ServerConfig::new(capabilities)
            .with_server_info(program)
            .with_instructions(instructions::text())
    }

    async fn list_tools(
        &self,
        _: Option<PaginatedRequestParams>,
        _: RequestContext<RoleServer>,
    ) -> Result<ListToolsResult, ErrorData> {
        Ok(ListToolsResult::with_all_items(tools::list()))
    }

    async fn call_tool(
        &self,
        request: CallToolRequestParams,
        context: RequestContext<RoleServer>,
    ) -> Result<CallToolResponse, ErrorData> {
        let arguments = request.arguments.unwrap_or_default();
        let name = request.name.clone();
        let answer = self
            .run(context.ct.cancelled(), move |engine| {
                tools::call(engine, &name, &arguments)
            })
            .await?;
        let unknown = || {
            let names = tools::names().join(", ");
            invalid(format!(
                "unknown tool `{}`: tools are {names}",
                request.name
            ))
        };
        let result = answer.ok_or_else(unknown)?.unwrap_or_else(|error| {
            let message = text::error(&self.redacted(error));
            CallToolResult::error(vec![ContentBlock::text(message)])
        });
        Ok(CallToolResponse::Complete(result))
    }

    async fn list_resources(
        &self,
        request: Option<PaginatedRequestParams>,
        context: RequestContext<RoleServer>,
    ) -> Result<ListResourcesResult, ErrorData> {
        let cursor = request.and_then(|request| request.cursor);
        let list = self
            .run(context.ct.cancelled(), move |engine| {
                resources::list(engine, cursor.as_deref())
            })
            .await?;
        list.map_err(|error| self.protocol_error(error))
    }

    async fn list_resource_templates(
        &self,
        _: Option<PaginatedRequestParams>,
        _: RequestContext<RoleServer>,
    ) -> Result<ListResourceTemplatesResult, ErrorData> {
        let templates = resources::templates();
        Ok(ListResourceTemplatesResult::with_all_items(templates))
    }

    async fn read_resource(
        &self,
        request: ReadResourceRequestParams,
        context: RequestContext<RoleServer>,
    ) -> Result<ReadResourceResponse, ErrorData> {
        let contents = self
            .run(context.ct.cancelled(), move |engine| {
                resources::read(engine, &request.uri)
            })
            .await?;
        let contents = contents.map_err(|error| match error.kind.is_of_request() {
            true => ErrorData::resource_not_found(message(&error), None),
            false => self.protocol_error(error),
        })?;
        Ok(ReadResourceResult::new(vec![contents]).into())
    }

    async fn list_prompts(
        &self,
        _: Option<PaginatedRequestParams>,
        _: RequestContext<RoleServer>,
    ) -> Result<ListPromptsResult, ErrorData> {
        Ok(ListPromptsResult::with_all_items(prompts::list()))
    }

    async fn get_prompt(
        &self,
        request: GetPromptRequestParams,
        context: RequestContext<RoleServer>,
    ) -> Result<GetPromptResponse, ErrorData> {
        let arguments = request.arguments.unwrap_or_default();
        let name = request.name.clone();
        let prompt = self
            .run(context.ct.cancelled(), move |engine| {
                prompts::get(engine, &name, &arguments)
            })
            .await?;
        match prompt {
            Some(Ok(prompt)) => Ok(prompt.into()),
            Some(Err(error)) => Err(self.protocol_error(error)),
            None => Err(invalid(format!("unknown prompt `{}`", request.name))),
        }
    }

    async fn complete(
        &self,
        request: CompleteRequestParams,
        context: RequestContext<RoleServer>,
    ) -> Result<CompleteResult, ErrorData> {
        let values = self
            .run(context.ct.cancelled(), move |engine| {
                completions(engine, &request)
            })
            .await?;
        let mut values = values.map_err(|error| self.protocol_error(error))?;
        let total = values.len();
        values.truncate(CompletionInfo::MAX_VALUES);
        let more = total > values.len();
        let total = u32::try_from(total).ok();
        let info = CompletionInfo::with_pagination(values, total, more).map_err(invalid)?;
        Ok(CompleteResult::new(info))
    }
}

/// Completions of an argument of a prompt or of a part of a resource's URI.
fn completions(engine: &Engine, request: &CompleteRequestParams) -> crate::Result<Vec<String>> {
    let (name, typed) = (&*request.argument.name, &*request.argument.value);
    let kind = match &request.r#ref {
        Reference::Prompt(prompt) => prompts::argument(&prompt.name, name),
        Reference::Resource(_) if name == "section" => {
            return Ok(complete::words::<Section>(typed));
        }
        Reference::Resource(_) => (name == "call").then_some(ArgumentKind::Call),
        _ => None,
    };
    match kind {
        Some(kind) => complete::values(engine, kind, typed),
        None => Ok(Vec::new()),
    }
}

impl Agent {
    /// An error of the engine as an error of the protocol: invalid parameters if the request is wrong, else an
    /// internal error.
    fn protocol_error(&self, error: Error) -> ErrorData {
        match error.kind.is_of_request() {
            true => invalid(message(&error)),
            false => ErrorData::internal_error(message(&self.redacted(error)), None),
        }
    }
}

fn message(error: &Error) -> String {
    text::error(error).trim_end().to_owned()
}

fn invalid(message: String) -> ErrorData {
    ErrorData::invalid_params(message, None)
}
