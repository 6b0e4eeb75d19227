"""A client on the official Python SDK: asks a server what a plan says and prints what it hears.

The plan comes as JSON on standard input: `server` is a URL, or a command as a list; `calls` a list of
{"tool", "arguments"}; `resources` URIs to read; `prompts` a list of {"name", "arguments"}; `complete` a
list of {"ref", "name", "value"}. Every structured answer is held against the output schema of its tool.
"""

import asyncio
import json
import sys

import jsonschema
from mcp import Client, StdioServerParameters, stdio_client
from mcp.types import PromptReference, ResourceTemplateReference


def plain(model):
    return model.model_dump(mode="json", by_alias=True, exclude_none=True)


async def everything(ask, key):
    """All pages of a list."""
    items, cursor = [], None
    while True:
        page = await ask(cursor=cursor)
        items += [plain(item) for item in getattr(page, key)]
        cursor = page.next_cursor
        if cursor is None:
            return items


async def call(client, tools, wanted):
    result = await client.call_tool(wanted["tool"], wanted["arguments"])
    schema = tools[wanted["tool"]]["outputSchema"]
    structured = result.structured_content
    faults = []
    if not result.is_error:
        validator = jsonschema.Draft202012Validator(schema)
        faults = [error.message[:200] for error in validator.iter_errors(structured)]
    return {
        "error": bool(result.is_error),
        "structured": structured,
        "text": "".join(block.text for block in result.content),
        "faults": faults,
    }


def reference(wanted):
    kind = PromptReference if wanted["type"] == "ref/prompt" else ResourceTemplateReference
    return kind(**wanted)


async def follow(plan):
    server = plan["server"]
    if isinstance(server, list):
        command, *args = server
        server = stdio_client(StdioServerParameters(command=command, args=args))
    async with Client(server) as client:
        tools = await everything(client.list_tools, "tools")
        for tool in tools:
            jsonschema.Draft202012Validator.check_schema(tool["inputSchema"])
            jsonschema.Draft202012Validator.check_schema(tool["outputSchema"])
        named = {tool["name"]: tool for tool in tools}
        return {
            "version": str(client.protocol_version),
            "instructions": client.instructions,
            "tools": tools,
            "calls": [await call(client, named, wanted) for wanted in plan.get("calls", [])],
            "resources": await everything(client.list_resources, "resources"),
            "templates": await everything(client.list_resource_templates, "resource_templates"),
            "read": [
                plain(await client.read_resource(uri)) for uri in plan.get("resources", [])
            ],
            "prompts": await everything(client.list_prompts, "prompts"),
            "got": [
                plain(await client.get_prompt(wanted["name"], wanted["arguments"]))
                for wanted in plan.get("prompts", [])
            ],
            "completed": [
                plain(
                    await client.complete(
                        reference(wanted["ref"]),
                        {"name": wanted["name"], "value": wanted["value"]},
                    )
                )
                for wanted in plan.get("complete", [])
            ],
        }


print(json.dumps(asyncio.run(follow(json.load(sys.stdin)))))
