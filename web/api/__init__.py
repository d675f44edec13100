"""The archive for programs: what its pages show, as JSON, under /api/v1.

The routes, the answers' shapes and the document that describes them come from one table
(`web.api.operations`). Names and sentences of the API are English; the page that explains it is in
both languages.
"""
